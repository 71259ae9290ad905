#pragma once
// Names as inputs: a column of k different names becomes k inputs, of which a sample has a 1 at its own and 0 at the
// others (one-hot encoding; scikit-learn's OneHotEncoder). They stand where the column stood, are named
// COLUMN=CATEGORY, and are in sorted order: by value where all are numbers (1 and 1.0 are one category), else, and
// where a number has too many digits to be exact (is_exact, core/numbers.h), by code point. Where the name is missing,
// all of them are.

#include "mlp/data/source.h"

namespace mlp {

/// Encodes the categorical columns of a table. Throws InputError for a column without any name, where two features
/// would have one name, and where the inputs do not fit into memory.
void encode_categories(Table& table);

/// The same by the categories that a trained net knows. Throws InputError for another one, with its place.
void encode_categories(Table& table, const std::vector<CategoricalColumn>& known);

/// Numbers the categories of `part`, whose features are in the order of the table's, as those of `table`, to which new
/// ones are added. Neither is encoded. Throws InputError where a column is categorical in one of them only.
void share_categories(Table& table, Table& part);

/// The columns that the features came from.
std::vector<std::string> columns_of(const std::vector<std::string>& features,
                                    const std::vector<CategoricalColumn>& categorical);

}  // namespace mlp
