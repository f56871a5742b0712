//! The schema of a Parquet file: columns nested as records are.

use super::values::ColumnBuffer;
use crate::columns::{ColumnReader, ColumnType};
use crate::error::{Failure, FailureKind};
use crate::record::PathTrie;
use parquet::basic::Repetition;
use parquet::schema::types::{Type as Field, TypePtr};
use std::sync::Arc;

/// A schema, and the index of the requested column for each of its columns.
pub struct Schema {
    pub root: TypePtr,
    pub column_indices: Vec<usize>,
}

impl Schema {
    /// Returns the schema of these columns, whose numbers have so many decimals. Columns whose dotted paths begin alike are in one
    /// object, in the position of the first of them. Objects are required, since a column cannot
    /// represent the difference between an absent object and an empty one.
    ///
    /// # Errors
    /// Returns a usage failure for a column that is also the object around another.
    pub fn from_columns(columns: &ColumnReader, scale: u32) -> anyhow::Result<Self> {
        let mut tree = PathTrie::default();
        for (index, (name, column_type)) in columns.names().zip(columns.types()).enumerate() {
            tree.insert(name, (index, column_type));
        }
        let mut schema = SchemaBuilder {
            scale,
            column_indices: Vec::new(),
        };
        let root = Field::group_type_builder("calls")
            .with_fields(schema.fields(&tree)?)
            .build()?;
        Ok(Self {
            root: Arc::new(root),
            column_indices: schema.column_indices,
        })
    }
}

type ColumnTree = PathTrie<(usize, Option<ColumnType>)>;

/// A schema whose columns are being added.
struct SchemaBuilder {
    scale: u32,
    column_indices: Vec<usize>,
}

impl SchemaBuilder {
    /// Returns the fields of an object, and adds the indices of its columns.
    fn fields(&mut self, object: &ColumnTree) -> anyhow::Result<Vec<TypePtr>> {
        let children = object.children.iter();
        children
            .map(|(name, child)| self.field(name, child))
            .collect()
    }

    fn field(&mut self, name: &str, node: &ColumnTree) -> anyhow::Result<TypePtr> {
        let field = match (node.value, node.children.is_empty()) {
            (Some((index, column_type)), true) => {
                self.column_indices.push(index);
                ColumnBuffer::field(name, column_type, self.scale)?
            }
            (Some(_), false) => {
                let message = format!(
                    "Parquet cannot have both {name} and its members as columns; remove one of them"
                );
                return Err(Failure::new(FailureKind::Usage, message).into());
            }
            (None, _) => Field::group_type_builder(name)
                .with_repetition(Repetition::REQUIRED)
                .with_fields(self.fields(node)?)
                .build()?,
        };
        Ok(Arc::new(field))
    }
}
