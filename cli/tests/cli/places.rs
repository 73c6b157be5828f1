//! The endpoint of a request, its proxy, and the certificates it trusts.

use crate::support::{QUERY, Shell};

const ASK: [&str; 7] = [
    QUERY,
    "--page-num",
    "1",
    "--page-size",
    "20",
    "--task-no",
    "t",
];

fn ask<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&ASK, more].concat()
}

/// A shell with two profiles of the official tool.
fn with_profiles() -> Shell {
    let shell = Shell::new();
    let profile = |name: &str, region: &str| {
        format!(
            r#"{{"name":"{name}","mode":"AK","access_key_id":"testid",
                "access_key_secret":"s3cr3t","region_id":"{region}"}}"#
        )
    };
    let (home, abroad) = (
        profile("home", "cn-beijing"),
        profile("abroad", "ap-southeast-1"),
    );
    let typo = profile("typo", "ap-southeast1");
    let text = format!(r#"{{"current":"home","profiles":[{home},{abroad},{typo}]}}"#);
    shell.file(".aliyun/config.json", text);
    shell
}

#[test]
fn the_region_comes_from_where_the_official_tools_have_it() {
    let shell = with_profiles();
    let seen = |shell: &Shell, more: &[&str]| {
        let args = ask(&[&["--dry-run"], more].concat());
        let request = shell.run(&args).exits(0).json();
        let text = |key: &str| request[key].as_str().unwrap().to_owned();
        (text("Url"), text("HostChosenBy"))
    };
    let (home, abroad) = (
        "https://domain.aliyuncs.com/",
        "https://domain-intl.aliyuncs.com/",
    );
    // A region without a host of its own.
    let (url, why) = seen(&shell, &[]);
    assert_eq!(url, home);
    assert!(why.contains("`cn-beijing` of profile"), "{why}");
    let (url, why) = seen(&shell, &["--profile", "abroad"]);
    assert_eq!(url, abroad);
    assert!(why.contains("`ap-southeast-1` of profile"), "{why}");
    let (url, _) = seen(&shell, &["--profile", "abroad", "--region", "cn-hangzhou"]);
    assert_eq!(url, home);

    let shell = with_profiles().env("ALIBABA_CLOUD_REGION_ID", "ap-southeast-1");
    let (url, why) = seen(&shell, &[]);
    assert_eq!(url, abroad);
    assert!(why.contains("of ALIBABA_CLOUD_REGION_ID"), "{why}");
    assert_eq!(seen(&shell, &["--region", "cn-beijing"]).0, home);
    let (url, why) = seen(&shell, &["--endpoint", "https://example.com"]);
    assert_eq!(url, "https://example.com/");
    assert_eq!(why, "the endpoint that was given");

    // The keys of the environment are not those of the profile.
    let shell = Shell::with_key();
    let (url, why) = seen(&shell, &[]);
    assert_eq!(
        (&*url, &*why),
        (home, "the product's endpoint, as no region is set")
    );
}

#[test]
fn a_typing_error_in_a_region_sends_nothing() {
    let meant = "did you mean `ap-southeast-1`?";
    let shell = with_profiles();
    let run = |args: &[&str]| shell.run(&ask(args)).exits(2);
    run(&["--region", "ap-southeast1"])
        .says("`ap-southeast1`")
        .says(meant);
    run(&["--region", "ap-sotheast-1"])
        .says(meant)
        .says("`--endpoint`");
    run(&["--profile", "typo"]).says("profile").says(meant);
    let typo = with_profiles().env("ALIBABA_CLOUD_REGION_ID", "ap-southeast1");
    let ran = typo.run(&ask(&["--dry-run"])).exits(2);
    ran.says("ALIBABA_CLOUD_REGION_ID").says(meant);
    // A region newer than the program.
    let newer = ["--region", "cn-newcity", "--dry-run"];
    run(&newer).says("not known");
    let with_host = [&newer[..], &["--endpoint", "https://example.com"]].concat();
    shell.run(&ask(&with_host)).exits(0);
}

/// Without its region, the request would go to another site.
#[test]
fn a_region_that_cannot_be_read_sends_nothing() {
    for region in ["5", "true", r#"["ap-southeast-1"]"#] {
        let shell = Shell::new();
        let text = format!(
            r#"{{"current":"a","profiles":[{{"name":"a","mode":"AK","access_key_id":"testid",
                "access_key_secret":"s3cr3t","region_id":{region}}}]}}"#
        );
        shell.file(".aliyun/config.json", text);
        let ran = shell.run(&ask(&["--dry-run"])).exits(2);
        ran.says("region_id").says("config.json");
        let host = ["--dry-run", "--endpoint", "https://example.com"];
        shell.run(&ask(&host)).exits(0);
    }
}

#[cfg(unix)]
#[test]
fn a_region_of_the_environment_that_is_no_text_sends_nothing() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let shell = Shell::with_key();
    let mut command = shell.command(&ask(&["--dry-run"]));
    command.env("ALIBABA_CLOUD_REGION_ID", OsStr::from_bytes(b"cn-\xff"));
    let ran = command.output().unwrap();
    assert_eq!(ran.status.code(), Some(2));
    let told = String::from_utf8(ran.stderr).unwrap();
    assert!(
        told.contains("ALIBABA_CLOUD_REGION_ID is not UTF-8"),
        "{told}"
    );
}

#[test]
fn errors_name_the_host_and_what_chose_it() {
    let shell = Shell::with_key();
    let args = ask(&["--endpoint", "http://127.0.0.1:1", "--max-attempts", "1"]);
    let ran = shell.run(&args).exits(3);
    ran.says("[127.0.0.1:1: the endpoint that was given]");
}

#[test]
fn a_proxy_that_is_not_understood_is_a_mistake_of_the_settings() {
    let shell = Shell::with_key().env("HTTPS_PROXY", "socks6://user:hush@127.0.0.1:1");
    let args = ask(&["--endpoint", "https://192.0.2.1"]);
    let ran = shell.run(&args).exits(2);
    ran.says("HTTPS_PROXY").says("socks5").hides("hush");
}

#[cfg(all(unix, not(target_vendor = "apple")))]
#[test]
fn without_a_trust_store_requests_are_signed_but_not_sent() {
    let shell = Shell::with_key()
        .env("SSL_CERT_FILE", "/nowhere/roots.pem")
        .env("SSL_CERT_DIR", "/nowhere");
    shell.run(&ask(&["--dry-run"])).exits(0);
    let ran = shell.run(&ask(&["--endpoint", "https://127.0.0.1:1"]));
    let ran = ran.exits(2).says("no store of trusted CA certificates");
    ran.says("SSL_CERT_FILE").says("--ca-certificate");
}

/// Reading these would never end.
#[cfg(unix)]
#[test]
fn a_device_is_no_store_of_certificates() {
    let shell = Shell::with_key().env("SSL_CERT_FILE", "/dev/zero");
    shell.run(&ask(&["--dry-run"])).exits(0);
    let args = ask(&["--endpoint", "https://127.0.0.1:1"]);
    shell.run(&args).exits(2).says("SSL_CERT_FILE");
}
