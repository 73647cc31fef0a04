//! What sources call the fields of an article.
//!
//! Names are compared as [`simplified`] writes them. Within a field, an earlier name is the better claim.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Claim, Field};

const KNOWN: &[(Field, &str)] = &[
    (
        Field::Id,
        "id articleid docid documentid docno storyid newsid recordid itemid uid uuid guid refno ref \
         identifier accessionnumber coreid",
    ),
    (
        Field::Title,
        "headline headlinemain headlinesvalue title webtitle mainheadline headlinetext articletitle \
         articleheadline newstitle storytitle titletext titlerendered doctitle documenttitle headlines \
         heading hed head headlineprintheadline titlepage titlerss überschrift schlagzeile titel titre \
         título titulo titular titolo kop otsikko overskrift başlık baslik tytuł tytul nadpis cím \
         заголовок название 标题 標題 题目 題目 题名 タイトル 見出し 題名 제목 العنوان عنوان تیتر כותרת शीर्षक",
    ),
    (
        Field::Lead,
        "lead lede standfirst trailtext dek deck subheadline subheading subtitle subhead abstract summary \
         description descriptiontext descriptionmain descriptionsvalue shortdescription snippet teaser \
         excerpt excerptrendered intro introduction highlights vorspann untertitel zusammenfassung chapô \
         chapo résumé resumen entradilla resumo sommario сводка описание 摘要 导语 リード 要約 요약 خلاصه چکیده ملخص \
         لید",
    ),
    (
        Field::Body,
        "fulltext fullarticle fullbody fullcontent body bodytext bodymain articlebody articletext \
         articlecontent maintext maincontent text plaintext rawtext newstext storytext cleantext \
         textcontent contenttext content contentrendered contents bodiesvalue article story storybody \
         ctext bodyhtml bodyxhtml bodyrichtext contenthtml contentscontent html document paragraphs leadparagraph news \
         volltext inhalt artikel artikeltext texte contenu corps texto cuerpo contenido conteúdo conteudo \
         corpo testo contenuto tekst inhoud innehåll brödtext metin içerik icerik treść tresc szöveg \
         текст содержание 正文 内容 內容 全文 本文 記事 본문 내용 النص المحتوى نص متن متنخبر محتوا טקסט תוכן",
    ),
    (
        Field::Caption,
        "caption captions photocaption imagecaption picturecaption imagescaption mediacaption \
         multimediacaption photoscaption contentsfullcaption bildunterschrift légende",
    ),
    (
        Field::Byline,
        "byline bylineoriginal author authorname authors authorsname authornames by writer writers \
         reporter journalist journalists creator creatorname dccreator contributor autor autoren \
         verfasser auteur auteurs autores autore författare forfatter yazar автор 作者 记者 記者 著者 기자 الكاتب \
         نویسنده כותב",
    ),
    (
        Field::Source,
        "source sourcename sourcetitle infosourcesname publication publicationname newspaper newspapername newspapertitle \
         publisher publishername dcpublisher outlet outletname newsoutlet paper papertitle journal media \
         medianame mediaoutlet provider infosource infosourcename newsource newssource fieldspublication \
         sourcecommonname zeitung quelle medium journaltitle périódico periodico diario fuente medio \
         jornal fonte giornale testata krant bron tidning kaynak gazete źródło источник издание газета 来源 \
         來源 媒体 報紙 报纸 出典 新聞 언론사 매체 المصدر منبع روزنامه site sitename website threadsite sourcedomain \
         domain cleanurl sourceurl mediaurl",
    ),
    (
        Field::Section,
        "section sectionname articlesection threadsectiontitle newsdesk desk departmentname department \
         category categories categoryname headlinecategory newscategory rubric rubrique ressort rubriek \
         sección seccion seção secao sezione categoría categoria catégorie kategorie kategori рубрика \
         категория раздел 栏目 版面 分类 類別 类别 カテゴリ 分野 카테고리 القسم دسته دستهبندی سرویس بخش",
    ),
    (
        Field::Page,
        "page pagenumber pageno printpage printpagenumber newspaperpagenumber pages seite página pagina \
         страница 版次 面",
    ),
    (Field::Edition, "edition editionname printedition ausgabe édition edición edicion edizione"),
    (
        Field::Lang,
        "lang language languagecode langcode inlanguage languageiso dclanguage detectedlanguage sprache \
         langue idioma lingua taal язык 语言 言語 اللغة زبان",
    ),
    (
        // The plainer the word, the more often it means something else.
        Field::Genre,
        "genre genres genrename articlegenre newsgenre articletype typeofarticle typeofmaterial \
         materialtype storytype newstype posttype documenttype doctype contenttype texttype textsorte \
         darstellungsform artikeltyp typearticle genero género gatunek жанр 体裁 文体 장르 itemtype kind type",
    ),
    (
        Field::Url,
        "canonicalurl url weburl articleurl newsurl storyurl pageurl link permalink href uri shorturl \
         readmore documentidentifier enlace lien adresse ссылка 链接 網址 网址 リンク الرابط لینک",
    ),
    (
        Field::Tags,
        "tags tag tagsname tagswebtitle keywords keyword keywordsvalue keywordsname metakeywords topics \
         topic topicsname subjects subject subjectname subjectsname descriptors schlagworte schlagwörter \
         stichworte motsclés motscles etiquetas palabrasclave palavraschave parolechiave etiketler теги \
         ключевыеслова 标签 关键词 關鍵詞 タグ キーワード 태그 키워드 الوسوم برچسب برچسبها کلیدواژه",
    ),
    (
        Field::Published,
        "published publishedat publisheddate publishedtime publishedon datepublished datepublish \
         publishdate publishtime publishdatetime publicationdate publicationtime pubdate pubtime \
         webpublicationdate articlepublishedtime dateofpublication datetimepublished firstpublished \
         firstpublicationdate issuedate dateissued issued displaydate releasedate articledate newsdate \
         storydate postdate postedat date datetime dcdate fulldate firstcreated versioncreated \
         contentcreated publishedutc dategmt dateutc veröffentlicht erscheinungsdatum \
         veröffentlichungsdatum datum datedepublication datepublication fecha fechapublicacion \
         fechapublicación fechadepublicacion fechadepublicación datapublicacao datadepublicacao \
         datapubblicazione publicatiedatum tarih yayıntarihi dátum дата датапубликации 发布时间 发布日期 發布日期 日期 \
         时间 時間 公開日 発行日 日付 掲載日 날짜 일자 작성일 التاريخ تاريخ تاریخ تاریخانتشار زمان תאריך createdat createddate \
         datecreated creationdate created createdutc timestamp time year jahr année año",
    ),
    (
        Field::Updated,
        "updated updatedat updateddate dateupdated updatedate lastupdated lastupdate modified modifiedat \
         modifieddate datemodified datemodify lastmodified lastmodifieddate modificationdate \
         fieldslastmodified articlemodifiedtime contentmodified revised modifiedgmt aktualisiert geändert \
         更新时间 更新日",
    ),
    (
        Field::Crawled,
        "crawled crawledat crawldate crawltime datecrawled datedownload downloaddate downloadedat \
         downloadtime fetched fetchedat fetchdate fetchtime datefetched scraped scrapedat scrapedate \
         scrapetime datescraped scrapingdate retrieved retrievedat retrievaldate retrieveddate accessed \
         accessedat accessdate dateaccessed collected collectedat collectiondate collectionutc \
         indexeddate indexedat seendate harvested harvestdate ingestedat abgerufen",
    ),
    (
        Field::EditionDate,
        "editiondate dateofedition newspapereditiondate printeditiondate editionday printdate dateprinted \
         printeddate ausgabedatum dateédition",
    ),
    (
        Field::OcrConfidence,
        "ocrconfidence ocrquality ocraccuracy ocrscore ocrwordconfidence meanocrconfidence \
         ocrconfidencemean predictedwordaccuracy",
    ),
    (
        Field::Persons,
        "persons person personname people peoplename per personnames nerper entitiesperson \
         entitiespersons entitiespersonsname personen personnes personas 人物 اشخاص",
    ),
    (
        Field::Orgs,
        "organizations organisations organization organisation organisationname organizationname organisationsname organizationsname orgs org \
         orgnames companies entitiesorganizations entitiesorganizationsname nerorg organisationen \
         organizaciones 机构",
    ),
    (
        Field::Places,
        "places place placename placesname locations location locationname loc locs geo gpe \
         entitieslocations entitieslocationsname nerloc orte lieux lugares 地点",
    ),
];

/// Where dumps of Elasticsearch and its kin keep a record; `source.title` is something else.
const SEARCH_ENGINE_DUMP: &str = "_source.";

/// Keys that only wrap a record: `attributes.title` means `title`.
const WRAPPERS: &[&str] = &[
    SEARCH_ENGINE_DUMP,
    "fields.",
    "article.",
    "attributes.",
    "document.",
    "doc.",
    "data.",
    "meta.",
    "metadata.",
    "post.",
    "properties.",
    "item.",
    "record.",
];

/// How much worse a name inside a wrapper is than the same name outside.
const WRAPPED_RANK: u16 = 1_000;

static BY_NAME: LazyLock<HashMap<String, Claim>> = LazyLock::new(|| {
    let mut by_name = HashMap::new();
    for &(field, names) in KNOWN {
        for (rank, name) in names.split_whitespace().enumerate() {
            let rank = rank as u16;
            // A name listed under two fields belongs to the first.
            by_name.entry(simplified(name)).or_insert(Claim { field, rank });
        }
    }
    by_name
});

/// A name in lower case, of letters and digits only.
pub(super) fn simplified(name: &str) -> String {
    if name.is_ascii() {
        let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    name.chars().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric()).collect()
}

/// What a column or key of this name usually means. `simplified` is the same name, simplified.
pub(super) fn known(name: &str, simplified_name: &str) -> Option<Claim> {
    let is_dump = name.starts_with(SEARCH_ENGINE_DUMP);
    if let Some(claim) = BY_NAME.get(simplified_name).filter(|_| !is_dump) {
        return Some(*claim);
    }
    let inner = WRAPPERS.iter().find_map(|wrapper| name.strip_prefix(wrapper))?;
    let claim = BY_NAME.get(simplified(inner).as_str())?;
    Some(Claim { field: claim.field, rank: claim.rank + WRAPPED_RANK })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_compared_without_case_marks_and_blanks() {
        assert_eq!(simplified(" Pub_Date. "), "pubdate");
        assert_eq!(simplified("ti\u{301}tulo"), "titulo");
    }
}
