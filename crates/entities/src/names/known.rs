//! Names that everyone knows: what newspapers shorten without ever giving the full form.

/// Offices and surnames of their holders that leave no doubt who is meant, and their names. Surnames that
/// two holders shared (`President Bush`) are not here.
///
/// Source: the lists of heads of state and government in Wikidata (facts, CC0).
const HOLDERS: &[(&str, &str, &str)] = &[
    ("president", "Truman", "Harry Truman"),
    ("president", "Eisenhower", "Dwight Eisenhower"),
    ("president", "Kennedy", "John F. Kennedy"),
    ("president", "Nixon", "Richard Nixon"),
    ("president", "Ford", "Gerald Ford"),
    ("president", "Carter", "Jimmy Carter"),
    ("president", "Reagan", "Ronald Reagan"),
    ("president", "Clinton", "Bill Clinton"),
    ("president", "Obama", "Barack Obama"),
    ("president", "Trump", "Donald Trump"),
    ("president", "Biden", "Joe Biden"),
    ("president", "Gorbachev", "Mikhail Gorbachev"),
    ("president", "Yeltsin", "Boris Yeltsin"),
    ("president", "Putin", "Vladimir Putin"),
    ("president", "Medvedev", "Dmitry Medvedev"),
    ("president", "Zelensky", "Volodymyr Zelensky"),
    ("president", "Zelenskyy", "Volodymyr Zelenskyy"),
    ("president", "Poroshenko", "Petro Poroshenko"),
    ("president", "Yanukovych", "Viktor Yanukovych"),
    ("president", "Pompidou", "Georges Pompidou"),
    ("president", "Mitterrand", "François Mitterrand"),
    ("president", "Chirac", "Jacques Chirac"),
    ("president", "Sarkozy", "Nicolas Sarkozy"),
    ("president", "Hollande", "François Hollande"),
    ("president", "Macron", "Emmanuel Macron"),
    ("president", "Mandela", "Nelson Mandela"),
    ("president", "Mbeki", "Thabo Mbeki"),
    ("president", "Zuma", "Jacob Zuma"),
    ("president", "Ramaphosa", "Cyril Ramaphosa"),
    ("president", "Mugabe", "Robert Mugabe"),
    ("president", "Museveni", "Yoweri Museveni"),
    ("president", "Mubarak", "Hosni Mubarak"),
    ("president", "Sadat", "Anwar Sadat"),
    ("president", "Nasser", "Gamal Abdel Nasser"),
    ("president", "Erdogan", "Recep Tayyip Erdogan"),
    ("president", "Ahmadinejad", "Mahmoud Ahmadinejad"),
    ("president", "Rouhani", "Hassan Rouhani"),
    ("president", "Khatami", "Mohammad Khatami"),
    ("president", "Karzai", "Hamid Karzai"),
    ("president", "Musharraf", "Pervez Musharraf"),
    ("president", "Milosevic", "Slobodan Milosevic"),
    ("president", "Chavez", "Hugo Chavez"),
    ("president", "Maduro", "Nicolás Maduro"),
    ("president", "Bolsonaro", "Jair Bolsonaro"),
    ("president", "Rousseff", "Dilma Rousseff"),
    ("president", "Lula", "Luiz Inácio Lula da Silva"),
    ("president", "Morales", "Evo Morales"),
    ("president", "Duterte", "Rodrigo Duterte"),
    ("president", "Widodo", "Joko Widodo"),
    ("president", "Sukarno", "Sukarno"),
    ("president", "Suharto", "Suharto"),
    ("president", "Xi", "Xi Jinping"),
    ("president", "Hu", "Hu Jintao"),
    ("president", "Lukashenko", "Alexander Lukashenko"),
    ("chancellor", "Adenauer", "Konrad Adenauer"),
    ("chancellor", "Brandt", "Willy Brandt"),
    ("chancellor", "Kohl", "Helmut Kohl"),
    ("chancellor", "Schroeder", "Gerhard Schroeder"),
    ("chancellor", "Merkel", "Angela Merkel"),
    ("chancellor", "Scholz", "Olaf Scholz"),
    ("minister", "Churchill", "Winston Churchill"),
    ("minister", "Attlee", "Clement Attlee"),
    ("minister", "Thatcher", "Margaret Thatcher"),
    ("minister", "Blair", "Tony Blair"),
    ("minister", "Cameron", "David Cameron"),
    ("minister", "Sunak", "Rishi Sunak"),
    ("minister", "Modi", "Narendra Modi"),
    ("minister", "Netanyahu", "Benjamin Netanyahu"),
    ("minister", "Sharon", "Ariel Sharon"),
    ("minister", "Rabin", "Yitzhak Rabin"),
    ("minister", "Berlusconi", "Silvio Berlusconi"),
    ("minister", "Koizumi", "Junichiro Koizumi"),
    ("minister", "Abe", "Shinzo Abe"),
    ("minister", "Kishida", "Fumio Kishida"),
    ("minister", "Ardern", "Jacinda Ardern"),
];

/// Names of a place, and the one under which all of them are counted. In lower case, without full stops.
const PLACES: &[(&str, &str)] = &[
    ("us", "United States"),
    ("usa", "United States"),
    ("united states of america", "United States"),
    ("uk", "United Kingdom"),
    ("britain", "United Kingdom"),
    ("great britain", "United Kingdom"),
    ("uae", "United Arab Emirates"),
    ("u s", "United States"),
    ("washington dc", "Washington"),
    ("ussr", "Soviet Union"),
    ("prc", "China"),
    ("people's republic of china", "China"),
    ("republic of korea", "South Korea"),
    ("dprk", "North Korea"),
    ("drc", "Democratic Republic of the Congo"),
    ("dr congo", "Democratic Republic of the Congo"),
    ("russian federation", "Russia"),
];

/// Names of an organisation that everyone shortens.
const ORGS: &[(&str, &str)] = &[("un", "United Nations"), ("eu", "European Union")];

/// Who is meant by an office and a surname.
pub fn holder(office: &str, surname: &str) -> Option<&'static str> {
    HOLDERS
        .iter()
        .find(|(known, name, _)| office.eq_ignore_ascii_case(known) && *name == surname)
        .map(|(_, _, full)| *full)
}

/// The name under which a place is counted, if it has several.
pub fn place(plain: &str) -> Option<&'static str> {
    PLACES.iter().find(|(name, _)| *name == plain).map(|(_, full)| *full)
}

/// The name under which an organisation is counted, if everyone shortens it.
pub fn org(plain: &str) -> Option<&'static str> {
    ORGS.iter().find(|(name, _)| *name == plain).map(|(_, full)| *full)
}
