//! Used nonces.

use std::collections::{HashSet, VecDeque};
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

/// How long a nonce is kept. A timestamp may be 15 minutes ahead and is valid for 15
/// more; after that the timestamp itself refuses a replay.
const MEMORY: Duration = Duration::from_secs(31 * 60);

/// The nonces of requests that could still be replayed, as hashes, because callers
/// choose the length of a nonce.
#[derive(Default)]
pub(crate) struct Nonces {
    used: HashSet<[u8; 32]>,
    ages: VecDeque<(SystemTime, [u8; 32])>,
}

impl Nonces {
    /// Uses up a nonce of a key; false if it was used before.
    pub(super) fn spend(&mut self, key: &str, nonce: &str, now: SystemTime) -> bool {
        while let Some((since, hash)) = self.ages.front() {
            if now.duration_since(*since).is_ok_and(|age| age > MEMORY) {
                self.used.remove(hash);
                self.ages.pop_front();
            } else {
                break;
            }
        }
        let hash: [u8; 32] = Sha256::digest(format!("{}:{key}{nonce}", key.len())).into();
        let fresh = self.used.insert(hash);
        if fresh {
            self.ages.push_back((now, hash));
        }
        fresh
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_counts_once_for_its_key_and_is_forgotten_when_no_replay_can_pass() {
        let mut nonces = Nonces::default();
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        assert!(nonces.spend("a", "1", start));
        assert!(!nonces.spend("a", "1", start));
        assert!(nonces.spend("b", "1", start));
        assert!(!nonces.spend("a", "1", start + Duration::from_secs(30 * 60)));
        assert!(nonces.spend("c", "1", start + Duration::from_secs(32 * 60)));
        assert_eq!(nonces.used.len(), 1, "what is too old is dropped");
    }
}
