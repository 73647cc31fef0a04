//! Addresses that a feed writes without their beginning.

/// An address as it stands below another: `/a` below `https://example.org/feed` is `https://example.org/a`.
/// What is whole already, or has nothing to stand below, stays as it is.
///
/// Format: <https://www.rfc-editor.org/rfc/rfc3986#section-5.2>
pub(super) fn below(base: Option<&str>, address: &str) -> String {
    let address = address.trim();
    let is_whole = address.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    });
    let base = base.map(str::trim).and_then(|base| Some((base, base.split_once("://")?)));
    let Some((base, (scheme, rest))) = base.filter(|_| !is_whole && !address.is_empty()) else {
        return address.to_owned();
    };
    if let Some(rest) = address.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if address.starts_with('/') {
        return format!("{scheme}://{host}{address}");
    }
    let path = base.split(['?', '#']).next().unwrap_or_default();
    if address.starts_with('#') || address.starts_with('?') {
        return format!("{path}{address}");
    }
    // The part behind the last slash of the path is a file, not a folder.
    let mut folder = path.rsplit_once('/').map_or(path, |(folder, _)| folder);
    if folder.len() <= scheme.len() + "://".len() {
        folder = path;
    }
    let mut address = address.strip_prefix("./").unwrap_or(address);
    while let Some(rest) = address.strip_prefix("../") {
        let parent = folder.rsplit_once('/').map_or(folder, |(parent, _)| parent);
        if parent.len() > scheme.len() + "://".len() {
            folder = parent;
        }
        address = rest;
    }
    format!("{folder}/{address}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(base: &str, address: &str, expect: &str) {
        assert_eq!(below(Some(base), address), expect);
    }

    #[test]
    fn an_address_is_completed_by_what_it_stands_below() {
        check("https://example.org/news/feed.xml?x=1", "a.html", "https://example.org/news/a.html");
        check("https://example.org/news/", "a.html", "https://example.org/news/a.html");
        check("https://example.org", "a.html", "https://example.org/a.html");
        check("https://example.org/news/", "/a", "https://example.org/a");
        check("https://example.org/x/y/", "../a", "https://example.org/x/a");
        check("https://example.org/x/y/", "../../../../a", "https://example.org/a");
        check("https://example.org/x", "//example.net/a", "https://example.net/a");
        check("https://example.org/x", "#a", "https://example.org/x#a");
    }

    #[test]
    fn a_whole_address_stays() {
        check("https://example.org", " http://example.net/a ", "http://example.net/a");
        check("https://example.org", "tag:example.net,2003:1", "tag:example.net,2003:1");
        check("no address", "a.html", "a.html");
        assert_eq!(below(None, "/a"), "/a");
    }
}
