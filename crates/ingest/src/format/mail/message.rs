//! The fields of a message.

use dateline_article::{Locator, Origin};
use mail_parser::{Address, HeaderValue, Message, MessageParser, PartType};

use super::super::excerpt::excerpt;
use super::{body, header};
use crate::{FileContext, RawDate, RawRecord, Reject, RejectReason, date};

/// Messages inside of messages are read so deep.
const DEEPEST: usize = 3;

/// Reads one message.
///
/// # Errors
///
/// Bytes that do not begin with a header are malformed.
pub(super) fn read(bytes: &[u8], locator: Locator, context: &FileContext) -> Result<RawRecord, Reject> {
    let bytes = header::start(bytes);
    let (bytes, undecodable_in) = header::declared(bytes, context);
    let bytes = bytes.as_ref();
    let message = MessageParser::default()
        .parse(bytes)
        .filter(|message| !message.headers().is_empty() && header::begins(bytes));
    let Some(message) = message else {
        let first = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let (expected, found) =
            ("the header of a message".to_owned(), excerpt(&String::from_utf8_lossy(first)));
        return Err(Reject { locator, reason: RejectReason::Malformed { expected, found } });
    };
    let mut record = RawRecord::new(locator);
    record.undecodable_in = undecodable_in.map(str::to_owned);
    record.id = message.message_id().map(str::to_owned);
    record.title = message.subject().map(str::to_owned);
    record.byline = message.from().and_then(byline);
    record.source = list(message.list_id());
    record.section = raw(&message, "Newsgroups").map(|groups| groups.replace(',', ", "));
    record.lead = raw(&message, "Summary");
    let keywords = raw(&message, "Keywords").unwrap_or_default();
    record.tags =
        keywords.split([',', ';']).map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
    record.published = dates(&message);
    record.body = text(&message, DEEPEST).join("\n\n");
    Ok(record)
}

/// The value of a header that the parser does not understand, on one line.
fn raw(message: &Message<'_>, name: &str) -> Option<String> {
    let value = message.header_raw(name)?;
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// The names of those who sign, or their addresses where they have none.
fn byline(from: &Address<'_>) -> Option<String> {
    let names: Vec<&str> = from
        .iter()
        .filter_map(|who| {
            who.name.as_deref().filter(|name| !name.trim().is_empty()).or(who.address.as_deref())
        })
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The name of a mailing list: `Dock news <dock.example.org>` is `Dock news`.
fn list(value: &HeaderValue<'_>) -> Option<String> {
    let name = match value {
        HeaderValue::Address(address) => byline(address)?,
        other => other.as_text()?.to_owned(),
    };
    Some(name)
}

/// The date as the header writes it, with its zone; where it cannot be read, as the parser understands it.
fn dates(message: &Message<'_>) -> Vec<RawDate> {
    let Some(text) = raw(message, "Date") else {
        return Vec::new();
    };
    let mut texts = vec![text];
    if date::read(&texts[0], None).is_none()
        && let Some(date) = message.date().filter(|date| date.is_valid())
    {
        texts.insert(0, date.to_rfc3339());
    }
    texts.into_iter().map(|text| RawDate { text, origin: Origin::Metadata }).collect()
}

/// The text of a message: plain text where there is any, else HTML, then what is attached as text.
fn text(message: &Message<'_>, depth: usize) -> Vec<String> {
    let mut texts = Vec::new();
    for part in message.text_bodies().chain(message.attachments()) {
        match &part.body {
            PartType::Text(text) => texts.push(body::paragraphs(text)),
            PartType::Html(html) => texts.push(html.clone().into_owned()),
            PartType::Message(inner) if depth > 0 => {
                texts.extend(inner.subject().map(str::to_owned));
                texts.extend(text(inner, depth - 1));
            }
            PartType::Message(_)
            | PartType::Binary(_)
            | PartType::InlineBinary(_)
            | PartType::Multipart(_) => {}
        }
    }
    texts.retain(|text| !text.trim().is_empty());
    texts
}
