//! Icons from one set (drawn on a 24-unit grid with one stroke), inline so that they take the
//! colour of the text beside them.

use leptos::prelude::*;

/// Which icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IconName {
    /// The mark of the product: a leading bell curve.
    Mark,
    /// Who needs me next.
    ForYou,
    /// Dashboard.
    Dashboard,
    /// Accounts.
    Accounts,
    /// Map.
    Map,
    /// Products.
    Products,
    /// Orders.
    Orders,
    /// Invoices.
    Invoices,
    /// Sales targets.
    Targets,
    /// What is told.
    Bell,
    /// Imports.
    Imports,
    /// How predictions turned out.
    Accuracy,
    /// The rule lab.
    RuleLab,
    /// Settings.
    Settings,
    /// Everything else.
    More,
    /// A period.
    Calendar,
    /// Opens downward.
    ChevronDown,
    /// Leads on.
    ChevronRight,
    /// Search.
    Search,
    /// Telephone.
    Phone,
    /// Leaves.
    SignOut,
    /// Tries again.
    Retry,
    /// No connection.
    Offline,
    /// Something is wrong.
    Warning,
    /// As it should be.
    Check,
    /// Closes.
    Close,
    /// The light theme.
    Sun,
    /// The dark theme.
    Moon,
    /// The theme of the system.
    Screen,
    /// Something kept under a name.
    Bookmark,
    /// Narrows a list.
    Filter,
    /// Columns of a table.
    Columns,
    /// Comes as a file.
    Download,
}

impl IconName {
    /// What is drawn: path data on the 24-unit grid.
    fn path(self) -> &'static str {
        match self {
            Self::Mark => "M3 19c5 0 5-13 9-13s4 13 9 13M12 6v13M9 22h6",
            Self::ForYou => {
                "M12 3l2.700 5.600 6.300.8-4.600 4.300 1.200 6.100L12 16.800l-5.600 3 1.200-6.100L3 9.400l6.300-.8z"
            }
            Self::Dashboard => "M4 4h7v9H4zM13 4h7v5h-7zM13 12h7v8h-7zM4 16h7v4H4z",
            Self::Accounts => "M4 21V5l8-2v18M12 8h8v13M3 21h18M7 8h2M7 12h2M7 16h2M15 12h2M15 16h2",
            Self::Map => "M9 4 3 6.5v13L9 17l6 3 6-2.500v-13L15 7zM9 4v13M15 7v13",
            Self::Products => "M12 3 4 7v10l8 4 8-4V7zM4 7l8 4 8-4M12 11v10",
            Self::Orders => "M5 3h14v18l-3.500-2-3.500 2-3.500-2L5 21zM9 8h6M9 12h6",
            Self::Invoices => "M6 3h9l4 4v14H6zM14 3v5h5M9 13h6M9 17h6",
            Self::Targets => "M5 21V4M5 5h13l-3 4 3 4H5",
            Self::Bell => "M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4",
            Self::Imports => "M12 3v11M8 10l4 4 4-4M4 16v4h16v-4",
            Self::Accuracy => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 12h.01"
            }
            Self::RuleLab => {
                "M9 3h6M10 3v6L4.500 19a1.500 1.500 0 0 0 1.300 2h12.400a1.500 1.500 0 0 0 1.300-2L14 9V3M7.500 15h9"
            }
            Self::Settings => "M4 7h9M17 7h3M13 4.500v5h4v-5zM4 17h3M11 17h9M7 14.500v5h4v-5z",
            Self::More => "M4 7h16M4 12h16M4 17h16",
            Self::Calendar => "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
            Self::ChevronDown => "m6 9 6 6 6-6",
            Self::ChevronRight => "m9 6 6 6-6 6",
            Self::Search => "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
            Self::Phone => {
                "M5 3h4l2 5-2.500 2a12 12 0 0 0 5.500 5.500l2-2.500 5 2v4c0 1-1 2-2 2A16 16 0 0 1 3 5c0-1 1-2 2-2z"
            }
            Self::SignOut => "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
            Self::Retry => "M20 11a8 8 0 1 0-2 6.500M20 5v6h-6",
            Self::Offline => {
                "M3 3l18 18M8.500 13.500a5 5 0 0 1 6 -.500M5 10a10 10 0 0 1 4-2.300M13 7.100a10 10 0 0 1 6 2.900M12 18h.010"
            }
            Self::Warning => "M12 4 2.500 20h19zM12 10v5M12 17.500v.5",
            Self::Check => "m5 12.500 5 5 9-11",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Sun => {
                "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2"
            }
            Self::Moon => "M20 14.500A8 8 0 0 1 9.500 4a8 8 0 1 0 10.500 10.500z",
            Self::Screen => "M3 5h18v11H3zM9 20h6M12 16v4",
            Self::Bookmark => "M6 3h12v18l-6-5-6 5z",
            Self::Filter => "M4 6h16M7 12h10M10 18h4",
            Self::Columns => "M4 4h16v16H4zM9.300 4v16M14.700 4v16",
            Self::Download => "M12 3v12M7 10l5 5 5-5M5 20h14",
        }
    }
}

/// An icon beside words; screen readers skip it.
#[component]
pub fn Icon(
    /// Which one.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=name.path() />
        </svg>
    }
}
