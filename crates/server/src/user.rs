//! `bellwether user`: people, from the terminal, for the day nobody can sign in.

use crate::configuration::{Place, UserCommand, UserOptions};
use crate::failure::Failure;
use bellwether_app::{App, Caller};
use bellwether_core::rep::FilterChoices;
use bellwether_core::user::UserInput;
use bellwether_core::{Permissions, RegionId, RepId};

/// Adds a person or sets a password.
pub fn user(place: &Place, options: &UserOptions) -> Result<(), Failure> {
    let app = App::open_at_terminal(place.app_config())?;
    match &options.command {
        UserCommand::Add { email, name, role, rep, regions, no_margin } => {
            let choices = app.filter_choices(&Caller::system())?;
            let input = UserInput {
                name: name.clone(),
                email: email.clone(),
                role: *role,
                permissions: Permissions {
                    view_margin: !no_margin,
                    view_contacts: true,
                    view_financials: true,
                },
                rep: rep.as_deref().map(|name| rep_named(&choices, name)).transpose()?,
                regions: regions.iter().map(|name| region_named(&choices, name)).collect::<Result<_, _>>()?,
                is_disabled: false,
                password: Some(password()?),
            };
            let user = app.add_user(&Caller::system(), &input)?;
            println!("Added {} as {}.", user.email, user.role.label());
        }
        UserCommand::SetPassword { email } => {
            app.set_password(email, &password()?)?;
            println!("{email} signs in with the new password from now on.");
        }
    }
    Ok(())
}

fn rep_named(choices: &FilterChoices, name: &str) -> Result<RepId, Failure> {
    let found = choices.reps.iter().find(|rep| rep.name.eq_ignore_ascii_case(name));
    let known = || choices.reps.iter().map(|rep| rep.name.as_str()).collect::<Vec<_>>().join(", ");
    found.map(|rep| rep.id).ok_or_else(|| Failure::Said(format!("There is no rep {name}. Reps: {}", known())))
}

fn region_named(choices: &FilterChoices, name: &str) -> Result<RegionId, Failure> {
    let found = choices.regions.iter().find(|region| region.name.eq_ignore_ascii_case(name));
    let known = || choices.regions.iter().map(|region| region.name.as_str()).collect::<Vec<_>>().join(", ");
    let unknown = || Failure::Said(format!("There is no region {name}. Regions: {}", known()));
    found.map(|region| region.id).ok_or_else(unknown)
}

fn password() -> Result<String, Failure> {
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    read.map_err(|error| Failure::Said(format!("The password could not be read: {error}")))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
