//! The columns of a Parquet file: nested as records are.

use super::values::Values;
use crate::columns::{ColumnReader, ColumnType};
use crate::error::{Failure, FailureKind};
use parquet::basic::Repetition;
use parquet::schema::types::{Type as Field, TypePtr};
use std::sync::Arc;

/// An object with its members, or a column.
struct Node<'a> {
    name: &'a str,
    members: Vec<Node<'a>>,
    column: Option<(usize, Option<ColumnType>)>,
}

/// A schema, and which of the selected columns each of its columns is.
pub struct Schema {
    pub root: TypePtr,
    pub places: Vec<usize>,
}

impl Schema {
    /// The schema of these columns. Those whose dotted names start alike stand in one object, where the first of them
    /// stands. Objects are there in every record, since a column can't tell an absent object from an empty one.
    ///
    /// # Errors
    /// A usage failure for a column that is also the object around another.
    pub fn of(selection: &ColumnReader) -> anyhow::Result<Self> {
        let mut root = Node {
            name: "calls",
            members: Vec::new(),
            column: None,
        };
        for (place, (name, kind)) in selection.names().zip(selection.types()).enumerate() {
            let mut node = &mut root;
            for part in name.split('.') {
                node = node.member(part);
            }
            node.column = Some((place, kind));
        }
        let mut places = Vec::new();
        let members = root.members.iter();
        let members = members.map(|member| member.field(&mut places));
        let members = members.collect::<anyhow::Result<_>>()?;
        let root = Field::group_type_builder(root.name)
            .with_fields(members)
            .build()?;
        Ok(Self {
            root: Arc::new(root),
            places,
        })
    }
}

impl<'a> Node<'a> {
    fn member(&mut self, name: &'a str) -> &mut Self {
        let place = self.members.iter().position(|member| member.name == name);
        let place = place.unwrap_or_else(|| {
            self.members.push(Node {
                name,
                members: Vec::new(),
                column: None,
            });
            self.members.len() - 1
        });
        &mut self.members[place]
    }

    fn field(&self, places: &mut Vec<usize>) -> anyhow::Result<TypePtr> {
        let field = match (self.column, self.members.is_empty()) {
            (Some((place, kind)), true) => {
                places.push(place);
                Values::field(self.name, kind)?
            }
            (Some(_), false) => {
                let message = format!(
                    "in Parquet {} can't be a column beside those within it; leave one of them out",
                    self.name
                );
                return Err(Failure::new(FailureKind::Usage, message).into());
            }
            (None, _) => {
                let members = self.members.iter().map(|member| member.field(places));
                Field::group_type_builder(self.name)
                    .with_repetition(Repetition::REQUIRED)
                    .with_fields(members.collect::<anyhow::Result<_>>()?)
                    .build()?
            }
        };
        Ok(Arc::new(field))
    }
}
