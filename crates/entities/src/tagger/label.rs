//! Labels: where in a name a token stands, and of what class the name is.

/// How many labels there are: four for each class, and the one of tokens outside all names.
pub const LABELS: usize = 17;

/// The class of a name, as the model knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A person.
    Person,
    /// An organisation.
    Org,
    /// A place.
    Place,
    /// Another name: a people, an event, a work. Never told to anyone.
    Other,
}

impl Class {
    /// All classes, in the order of their labels.
    pub const ALL: [Class; 4] = [Class::Person, Class::Org, Class::Place, Class::Other];
}

/// Where in a name a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// First of several.
    First,
    /// Neither first nor last.
    Inside,
    /// Last of several.
    Last,
    /// The only one.
    Only,
}

/// A label: `class * 4 + position`, or [`Label::NONE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label(u8);

impl Label {
    /// Outside all names.
    pub const NONE: Label = Label(16);

    /// The label of a token of a name.
    pub const fn new(class: Class, position: Position) -> Label {
        Label(class as u8 * 4 + position as u8)
    }

    /// The label with a number below [`LABELS`]; others are none.
    pub fn from_index(index: usize) -> Label {
        Label(index.min(16) as u8)
    }

    /// Its number.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The class, if it belongs to a name.
    pub fn class(self) -> Option<Class> {
        Class::ALL.get(usize::from(self.0 / 4)).copied()
    }

    /// Whether a name begins here.
    pub fn begins(self) -> bool {
        self != Label::NONE && matches!(self.0 % 4, 0 | 3)
    }

    /// Whether a name ends here.
    pub fn ends(self) -> bool {
        self != Label::NONE && matches!(self.0 % 4, 2 | 3)
    }
}
