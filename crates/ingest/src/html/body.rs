//! Which part of a page is the article, and which blocks in it are its text.

use super::block::{Block, blocks};
use super::dates::date_in;
use super::furniture::{Role, is_furniture, is_standfirst, role};
use super::phrase::{Phrase, phrase};
use super::tag::Tag;
use super::tree::{Name, NodeId, Tree};
use crate::lead::says_the_same;

/// The article of a page.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub standfirst: Option<String>,
    pub paragraphs: Vec<String>,
    pub captions: Vec<String>,
    /// Letters of the paragraphs that read like prose.
    pub prose_letters: usize,
    /// The element that holds it.
    pub start: NodeId,
    pub end: NodeId,
}

/// A part that the publisher marked as the article is believed when it scores this share of the best part.
const LEAST_SHARE_OF_MARKED: f64 = 0.4;

/// Furniture that holds more of the prose of a page than this is none: the publisher named it badly.
const MOST_PROSE_IN_FURNITURE: f64 = 0.5;

/// Less prose than this is looked for again.
const LEAST_PROSE: usize = 120;

/// A quoted message with its frame is smaller.
const MOST_NODES_OF_A_QUOTE: usize = 200;

/// Galleries have more pictures; their captions are no article.
const MOST_CAPTIONS: usize = 200;

/// So many letters of prose are no small thing: about three lines.
const MOST_PROSE_IN_TRIFLES: usize = 200;

/// Finds the article under its headline.
///
/// When nothing is left of a page but its furniture, the names of its elements mislead, and the article is
/// looked for without them.
pub(super) fn body(tree: &Tree, title: Option<&str>, headline: Option<NodeId>) -> Body {
    let mut roles: Vec<Role> = vec![Role::Content; tree.nodes.len()];
    for id in tree.elements(|_| true) {
        if let Some(tag) = tree.tag(id) {
            roles[id] = role(tree, id, tag);
        }
    }
    let found = body_by_roles(tree, &roles, title, headline);
    if found.prose_letters >= LEAST_PROSE {
        return found;
    }
    for id in tree.elements(|tag| !is_furniture(tag)) {
        if matches!(roles[id], Role::Furniture | Role::Trifle) {
            roles[id] = Role::Content;
        }
    }
    let again = body_by_roles(tree, &roles, title, headline);
    if again.prose_letters >= LEAST_PROSE { again } else { found }
}

fn body_by_roles(tree: &Tree, roles: &[Role], title: Option<&str>, headline: Option<NodeId>) -> Body {
    let all = blocks(tree, |id, _| roles[id] == Role::Unread);
    let dropped = dropped(tree, &all, roles, headline);
    let kept: Vec<&Block> = all.iter().filter(|block| !dropped[block.at]).collect();
    let container = container(tree, &kept, roles, headline);
    let parts = parts(tree, container, roles);
    let (start, end) =
        (container.min(parts[0]), parts.iter().map(|&part| tree.nodes[part].end).fold(0, usize::max));
    let mut found = Body { start, end, ..Body::default() };
    let inside: Vec<&Block> = kept
        .into_iter()
        .filter(|block| parts.iter().any(|&part| (part..tree.nodes[part].end).contains(&block.at)))
        .collect();
    let teasers = teasers(tree, &inside, start, end);
    let inside: Vec<&Block> = inside.into_iter().filter(|block| !teasers[block.at - start]).collect();
    let text = text_blocks(tree, &inside, title);
    let (standfirst, text) = part_standfirst(tree, text, container);
    found.standfirst = standfirst;
    found.prose_letters = text.iter().map(|block| block.prose_letters()).sum();
    found.captions = captions(&all, roles, tree, start, end);
    found.paragraphs = rows(tree, &text);
    found
}

/// Which nodes stand inside of furniture.
fn dropped(tree: &Tree, all: &[Block], roles: &[Role], headline: Option<NodeId>) -> Vec<bool> {
    let sums = Sums::of(tree, all, |block| block.prose_letters() as f64);
    let total = sums.inside(tree, 0);
    let mut dropped = vec![false; tree.nodes.len()];
    let mut id = 0;
    while id < tree.nodes.len() {
        let end = tree.nodes[id].end;
        let prose = sums.inside(tree, id);
        let most = match roles[id] {
            Role::Furniture | Role::Caption => MOST_PROSE_IN_FURNITURE * total,
            Role::Trifle => MOST_PROSE_IN_TRIFLES as f64,
            Role::Unread => f64::MAX,
            Role::Content | Role::ArticleBody => -1.0,
        };
        // What holds both the headline and prose is no furniture.
        let has_headline = headline.is_some_and(|at| (id..end).contains(&at));
        let is_article = has_headline && prose > MOST_PROSE_IN_TRIFLES as f64;
        // Quoted messages of others are part of the article, though they come in a widget.
        let is_quote = roles[id] == Role::Trifle
            && end - id <= MOST_NODES_OF_A_QUOTE
            && (id..end)
                .any(|inner| tree.tag(inner) == Some(Tag::Blockquote) && roles[inner] == Role::Content);
        if prose <= most && !is_article && !is_quote {
            dropped[id..end].fill(true);
            id = end;
        } else {
            id += 1;
        }
    }
    dropped
}

/// Sums over the nodes of a page: what stands inside an element is one difference.
struct Sums(Vec<f64>);

impl Sums {
    fn of<'b>(
        tree: &Tree,
        blocks: impl IntoIterator<Item = &'b Block>,
        value: impl Fn(&Block) -> f64,
    ) -> Sums {
        let mut at = vec![0.0; tree.nodes.len() + 1];
        for block in blocks {
            at[block.at + 1] += value(block);
        }
        for id in 1..at.len() {
            at[id] += at[id - 1];
        }
        Sums(at)
    }

    fn inside(&self, tree: &Tree, id: NodeId) -> f64 {
        self.0[tree.nodes[id].end] - self.0[id]
    }
}

/// The element that holds the article and as little else as can be.
fn container(tree: &Tree, kept: &[&Block], roles: &[Role], headline: Option<NodeId>) -> NodeId {
    let sums = Sums::of(tree, kept.iter().copied(), |block| {
        let prose = block.prose_letters() as f64;
        if prose > 0.0 {
            prose
        } else if block.tag.is_heading() || block.link_share() < 0.3 {
            0.0
        } else {
            -(block.letters as f64) - 10.0
        }
    });
    let announces: Vec<bool> = kept.iter().map(|block| phrase(&block.text) == Phrase::Announces).collect();
    let mut best = (f64::MIN, 0);
    // The best part that is marked as text, as an article and as the main part.
    let mut marked: [Option<(f64, NodeId)>; 3] = [None; 3];
    for id in tree.elements(|tag| (tag.is_block() && tag != Tag::P && !tag.is_heading()) || tag == Tag::Other)
    {
        let mut score = sums.inside(tree, id);
        let first = kept.partition_point(|block| block.at < id);
        if announces.get(first).is_some_and(|&announces| announces) {
            score *= 0.2;
        }
        // The article follows its headline or stands around it.
        if headline.is_some_and(|at| tree.nodes[id].end <= at) {
            score *= 0.3;
        }
        if score >= best.0 {
            best = (score, id);
        }
        let kind = match (roles[id], tree.tag(id)) {
            (Role::ArticleBody, _) => 0,
            (_, Some(Tag::Article)) => 1,
            (_, Some(Tag::Main)) => 2,
            _ => continue,
        };
        if headline.is_some_and(|at| (id..tree.nodes[id].end).contains(&at)) {
            score *= 2.0;
        }
        if marked[kind].is_none_or(|(most, _)| score >= most) {
            marked[kind] = Some((score, id));
        }
    }
    for (score, id) in marked.into_iter().flatten() {
        if score > 0.0 && score >= LEAST_SHARE_OF_MARKED * best.0 {
            return id;
        }
    }
    best.1
}

/// The captions of pictures inside the article, each once.
fn captions(all: &[Block], roles: &[Role], tree: &Tree, start: NodeId, end: NodeId) -> Vec<String> {
    /// A credit alone, such as `AP`, is shorter.
    const SHORTEST_LETTERS: usize = 12;
    let mut captions: Vec<String> = Vec::new();
    for block in all.iter().filter(|block| (start..end).contains(&block.at)) {
        let is_caption = tree.ancestors(block.at).take(4).any(|id| roles[id] == Role::Caption);
        let is_new = is_caption && !captions.contains(&block.text);
        if is_new
            && block.letters >= SHORTEST_LETTERS
            && phrase(&block.text) == Phrase::Prose
            && captions.len() < MOST_CAPTIONS
        {
            captions.push(block.text.clone());
        }
    }
    captions
}

/// The parts of an article that advertisements cut into several elements of the same name.
fn parts(tree: &Tree, container: NodeId, roles: &[Role]) -> Vec<NodeId> {
    let article_of = |id: NodeId| tree.ancestors(id).find(|&above| tree.tag(above) == Some(Tag::Article));
    let class = tree.attribute(container, Name::Class);
    let (Some(article), Some(class), Role::ArticleBody) = (article_of(container), class, roles[container])
    else {
        return vec![container];
    };
    let mut parts: Vec<NodeId> = Vec::new();
    for (id, role) in roles.iter().enumerate().take(tree.nodes[article].end).skip(article) {
        let is_part = *role == Role::ArticleBody
            && tree.attribute(id, Name::Class) == Some(class)
            && article_of(id) == Some(article)
            && parts.last().is_none_or(|&last| tree.nodes[last].end <= id);
        if is_part {
            parts.push(id);
        }
    }
    if parts.is_empty() { vec![container] } else { parts }
}

/// Which nodes of the container belong to lists of other articles: three or more children in a row that
/// each are a linked title with a few lines.
fn teasers(tree: &Tree, inside: &[&Block], start: NodeId, end: NodeId) -> Vec<bool> {
    const FEWEST: usize = 3;
    const MOST_BLOCKS: usize = 6;
    let mut marks = vec![false; end - start];
    let sums = Sums::of(tree, inside.iter().copied(), |block| block.prose_letters() as f64);
    let total = sums.0[end] - sums.0[start];
    for parent in start..end {
        if !tree.tag(parent).is_some_and(|tag| tag.is_block() || tag == Tag::Other) || marks[parent - start] {
            continue;
        }
        let parent_end = tree.nodes[parent].end;
        let (mut children, mut likely) = (0, 0);
        let mut child = parent + 1;
        while child < parent_end {
            let next = tree.nodes[child].end;
            let first = inside.partition_point(|block| block.at < child);
            let last = inside.partition_point(|block| block.at < next);
            let blocks = &inside[first..last];
            if !blocks.is_empty() {
                children += 1;
                let few = &blocks[..blocks.len().min(MOST_BLOCKS + 1)];
                let letters: usize = few.iter().map(|block| block.letters).sum();
                let has_title = blocks
                    .iter()
                    .any(|block| block.link_share() > 0.8 && (15..=200).contains(&block.letters));
                let is_element = tree.tag(child).is_some_and(|tag| tag.is_block() || tag == Tag::A);
                likely += usize::from(is_element && has_title && few.len() <= MOST_BLOCKS && letters <= 500);
            }
            child = next;
        }
        let is_list = likely >= FEWEST && likely * 4 >= children * 3;
        if is_list && sums.inside(tree, parent) < 0.4 * total {
            marks[parent - start..parent_end - start].fill(true);
        }
    }
    marks
}

/// The blocks that are text of the article.
fn text_blocks<'b>(tree: &Tree, inside: &[&'b Block], title: Option<&str>) -> Vec<&'b Block> {
    let mut text: Vec<&Block> = Vec::new();
    let mut announced = false;
    let prose: usize = inside.iter().map(|block| block.prose_letters()).sum();
    let mut prose_so_far = 0;
    for &block in inside {
        let is_prose = block.prose_letters() > 0;
        prose_so_far += block.prose_letters();
        let after_half = prose_so_far * 5 >= prose * 3;
        if title.is_some_and(|title| says_the_same(title, &block.text)) {
            continue;
        }
        match phrase(&block.text) {
            Phrase::Announces => {
                announced = true;
                continue;
            }
            // What readers wrote follows the text.
            Phrase::Ends if after_half => break,
            Phrase::Furniture | Phrase::Ends => continue,
            Phrase::Prose => {}
        }
        // What such a heading announces are links.
        if announced && !(is_prose && block.tag == Tag::P) && block.link_share() > 0.4 {
            continue;
        }
        announced = false;
        if block.link_share() > 0.6 && block.letters < 300 {
            continue;
        }
        let is_address = block.text.contains("://") && !block.text.contains(' ');
        if is_address || is_date_line(&block.text, text.len() < 2) {
            continue;
        }
        text.push(block);
    }
    trim_tail(tree, &mut text);
    // A heading at the end stands over something that was left out.
    while text.last().is_some_and(|last| last.tag.is_heading()) {
        text.pop();
    }
    text
}

/// Behind the last prose, keeps only what stands right beside it: a table or a list that ends the article.
fn trim_tail(tree: &Tree, text: &mut Vec<&Block>) {
    const MOST_LEVELS: usize = 5;
    let Some(last) = text.iter().rposition(|block| block.prose_letters() > 0) else { return };
    let beside = tree.nodes[text[last].inside].parent;
    let mut at = 0;
    text.retain(|block| {
        at += 1;
        at - 1 <= last || tree.ancestors(block.at).take(MOST_LEVELS).any(|id| id == beside)
    });
}

/// Whether a line is little more than a date: `Published: March 5, 2017`.
fn is_date_line(text: &str, at_start: bool) -> bool {
    const MOST_LETTERS: usize = 90;
    if text.len() > 3 * MOST_LETTERS || text.starts_with(['—', '–', '-']) {
        return false;
    }
    date_in(text).is_some_and(|date| {
        let rest = text.chars().count().saturating_sub(date.chars().count());
        let is_label = at_start && rest <= 100 && !text.ends_with(['.', '!', '?', '。']);
        is_label || (rest <= 40 && date.chars().count() * 3 >= rest)
    })
}

/// Takes the lines between headline and text from the start.
fn part_standfirst<'b>(
    tree: &Tree,
    text: Vec<&'b Block>,
    container: NodeId,
) -> (Option<String>, Vec<&'b Block>) {
    let Some((first, rest)) = text.split_first() else { return (None, text) };
    let prose: usize = rest.iter().map(|block| block.prose_letters()).sum();
    let around = tree.ancestors(first.at).take_while(|&id| id != container);
    let is_marked = around.take(4).any(|id| is_standfirst(tree, id));
    let is_subheading = first.tag.is_heading() && first.letters >= 30;
    if (is_marked || is_subheading) && prose > 2 * first.letters {
        (Some(first.text.clone()), rest.to_vec())
    } else {
        (None, text)
    }
}

/// The texts of blocks; the cells of a row of a table are one line.
fn rows(tree: &Tree, text: &[&Block]) -> Vec<String> {
    let row_of = |block: &Block| {
        let row = tree.ancestors(block.at).take(8).find(|&id| tree.tag(id) == Some(Tag::Tr))?;
        (block.letters <= 60).then_some(row)
    };
    let mut out: Vec<String> = Vec::new();
    let mut last_row = None;
    for block in text {
        let row = row_of(block);
        match out.last_mut() {
            Some(line) if row.is_some() && row == last_row => {
                line.push_str("  ");
                line.push_str(&block.text);
            }
            _ => out.push(block.text.clone()),
        }
        last_row = row;
    }
    out
}
