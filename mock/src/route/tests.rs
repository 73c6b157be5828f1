use super::*;

fn values(template: &str, path: &str) -> Option<Vec<String>> {
    let template = Template::parse(template).unwrap();
    let route = Route {
        action: 0,
        segments: segments(&template),
        whole: template.whole,
    };
    let decoded = path.split('/').skip(1).map(percent::decode_segment);
    let decoded: Vec<String> = decoded.collect::<Result<_, _>>().unwrap();
    let found = route.read(&decoded)?;
    Some(found.into_iter().map(|(_, value)| value).collect())
}

#[test]
fn values_are_segments_and_parts_of_segments() {
    for (template, path, expected) in [
        ("/a/{x}", "/a/b%2Fc", Some(vec!["b/c"])),
        ("/a/{x}", "/a/b+c", Some(vec!["b+c"])),
        ("/a/{x}", "/a/", None),
        ("/a/{x}", "/a/b/", None),
        ("/a/{x}", "/A/b", None),
        ("/a/{x}:stop", "/a/1%3Astop", Some(vec!["1"])),
        ("/a/{x}:stop", "/a/x%3Astop%3Astop", Some(vec!["x:stop"])),
        ("/a/{x}:stop", "/a/%3Astop", None),
        ("/a/{x}{y}", "/a/12", Some(vec!["1", "2"])),
        ("/a/", "/a/", Some(vec![])),
        ("/a/", "/a", None),
        ("/{p}/v1/*", "/p/v1/x/y", Some(vec!["p"])),
        ("/{p}/v1/*", "/p/v1", None),
        ("/v1/re*", "/v1/resources/y", Some(vec![])),
        ("/v1/re*", "/v1/x", None),
    ] {
        let expected: Option<Vec<String>> =
            expected.map(|texts| texts.into_iter().map(str::to_owned).collect());
        assert_eq!(values(template, path), expected, "{template} {path}");
    }
}

#[test]
fn the_closest_template_shares_most_segments() {
    let closest = |path: &str| {
        let known = ["/shelves", "/shelves/{Id}/tags", "/jobs/{Id}:stop"];
        known
            .into_iter()
            .min_by_key(|template| distance(template, path))
            .unwrap()
    };
    assert_eq!(closest("/shelfs"), "/shelves");
    assert_eq!(closest("/shelves/1/tag"), "/shelves/{Id}/tags");
    assert_eq!(closest("/jobs/1"), "/jobs/{Id}:stop");
}
