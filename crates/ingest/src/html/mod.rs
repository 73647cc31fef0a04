//! Web pages: the article in a page, without its menus, with what the page says about it.
//!
//! Independent of where the page comes from: a file, a crawler's archive, a mail or a book.

use dateline_article::Locator;

use crate::decode::decode;
use crate::markup;
use crate::{RawRecord, RejectReason};

/// What is known of a page besides its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PageHints<'a> {
    /// The address it was fetched from.
    pub url: Option<&'a str>,
    /// The charset that the header of the transfer named.
    pub charset: Option<&'a str>,
}

/// Fills a record from a page.
///
/// # Errors
///
/// A page without an article.
pub(crate) fn read_page(
    html: &[u8],
    hints: &PageHints<'_>,
    locator: Locator,
) -> Result<RawRecord, RejectReason> {
    let declared = hints.charset.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    let decoded = decode(html, declared);
    let mut record = RawRecord::new(locator);
    record.url = hints.url.map(str::to_owned);
    record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
    record.body = markup::plain(&decoded.text).text.into_owned();
    if record.body.trim().is_empty() {
        return Err(RejectReason::NoText);
    }
    Ok(record)
}
