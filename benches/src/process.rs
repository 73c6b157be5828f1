//! The cost of another program, with all the programs that it starts.

use std::io;
use std::mem::MaybeUninit;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The cost of a program.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// CPU seconds of the program and of all that it started.
    pub cpu: f64,
    /// The part of them outside the kernel, so without work on files.
    pub user: f64,
    /// Seconds from start to end.
    pub wall: f64,
    /// Peak memory in MiB of it or of a program that it started.
    pub peak: f64,
}

/// Runs a program to its end; shows its output only if it fails.
///
/// # Errors
///
/// If it cannot be started, or does not succeed.
pub fn run(command: &mut Command) -> io::Result<Cost> {
    let said = std::env::temp_dir().join(format!("aliyun-benches-{}.log", std::process::id()));
    let log = std::fs::File::create(&said)?;
    let begun = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()?;
    let (status, usage) = wait(child.id())?;
    let wall = begun.elapsed().as_secs_f64();
    let text = std::fs::read(&said)?;
    std::fs::remove_file(&said)?;
    if status != 0 {
        return Err(io::Error::other(format!(
            "{command:?} has failed:\n{}",
            String::from_utf8_lossy(&text)
        )));
    }
    let user = seconds(usage.ru_utime);
    let cpu = user + seconds(usage.ru_stime);
    Ok(Cost {
        cpu: cpu.as_secs_f64(),
        user: user.as_secs_f64(),
        wall,
        peak: usage.ru_maxrss as f64 / 1024.0,
    })
}

fn wait(process: u32) -> io::Result<(i32, libc::rusage)> {
    let mut status = 0;
    let mut usage = MaybeUninit::<libc::rusage>::zeroed();
    let process = libc::pid_t::try_from(process).map_err(io::Error::other)?;
    // SAFETY: both pointers are to memory of ours of the right type, and all
    // zeroes is a valid `rusage`.
    let usage = unsafe {
        if libc::wait4(process, &raw mut status, 0, usage.as_mut_ptr()) != process {
            return Err(io::Error::last_os_error());
        }
        usage.assume_init()
    };
    Ok((status, usage))
}

fn seconds(time: libc::timeval) -> Duration {
    // A process never uses a negative amount.
    Duration::from_secs(time.tv_sec.unsigned_abs())
        + Duration::from_micros(time.tv_usec.unsigned_abs())
}
