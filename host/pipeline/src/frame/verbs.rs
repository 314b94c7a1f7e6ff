//! The tables of verbs: a name, and what does it. A name that Polars has and that stands in none of them is in
//! `unsupported.json` with its reason; a test holds that.

use super::group::Continuation;
use super::{Call, Frame, columns, combine, eager, functions, group, join, literal, reshape, rows, stats, transform};
use crate::fault::Result;
use crate::io::{read, scan, write};
use crate::sql;
use crate::table::Kind;

/// What does an operation on a frame, or a function of the module.
pub(super) type Verb = fn(&Call<'_>) -> Result<Frame>;

/// Methods that lazy and eager frames share.
const BOTH: &[(&str, Verb)] = &[
    ("approx_n_unique", stats::approx_n_unique),
    ("bottom_k", rows::bottom_k),
    ("cast", columns::cast),
    ("clear", rows::clear),
    ("clone", eager::same),
    ("collect_schema", eager::collect_schema),
    ("count", stats::count),
    ("describe", stats::describe),
    ("drop", columns::drop),
    ("drop_nans", rows::drop_nans),
    ("drop_nulls", rows::drop_nulls),
    ("explode", reshape::explode),
    ("fill_nan", columns::fill_nan),
    ("fill_null", columns::fill_null),
    ("filter", rows::filter),
    ("gather", rows::gather),
    ("gather_every", rows::gather_every),
    ("group_by", group::group_by),
    ("group_by_dynamic", group::group_by_dynamic),
    ("head", rows::head),
    ("interpolate", columns::interpolate),
    ("join", join::join),
    ("join_asof", join::join_asof),
    ("join_where", join::join_where),
    ("lazy", eager::lazy),
    ("limit", rows::head),
    ("match_to_schema", columns::match_to_schema),
    ("max", stats::max),
    ("mean", stats::mean),
    ("median", stats::median),
    ("melt", reshape::melt),
    ("merge_sorted", join::merge_sorted),
    ("min", stats::min),
    ("null_count", stats::null_count),
    ("pipe", transform::pipe),
    ("pivot", reshape::pivot),
    ("quantile", stats::quantile),
    ("remove", rows::remove),
    ("rename", columns::rename),
    ("reverse", rows::reverse),
    ("rolling", group::rolling),
    ("select", columns::select),
    ("select_seq", columns::select_seq),
    ("set_sorted", rows::set_sorted),
    ("shift", columns::shift),
    ("slice", rows::slice),
    ("sort", rows::sort),
    ("sql", sql::method),
    ("std", stats::std),
    ("sum", stats::sum),
    ("tail", rows::tail),
    ("top_k", rows::top_k),
    ("unique", rows::unique),
    ("unnest", reshape::unnest),
    ("unpivot", reshape::unpivot),
    ("update", join::update),
    ("var", stats::var),
    ("with_columns", columns::with_columns),
    ("with_columns_seq", columns::with_columns_seq),
    ("with_row_count", rows::with_row_index),
    ("with_row_index", rows::with_row_index),
];

/// Methods of lazy frames alone.
const LAZY: &[(&str, Verb)] = &[
    ("cache", eager::cache),
    ("collect", eager::collect),
    ("fetch", eager::fetch),
    ("first", rows::first),
    ("last", rows::last),
    ("map_batches", transform::map_batches),
    ("sink_csv", write::sink_csv),
    ("sink_ipc", write::sink_ipc),
    ("sink_ndjson", write::sink_ndjson),
    ("sink_parquet", write::sink_parquet),
    ("with_context", columns::with_context),
];

/// Methods of eager frames alone.
const EAGER: &[(&str, Verb)] = &[
    ("corr", stats::corr),
    ("drop_in_place", eager::drop_in_place),
    ("extend", eager::vstack),
    ("fold", eager::fold),
    ("get_column", eager::get_column),
    ("glimpse", stats::glimpse),
    ("hash_rows", stats::hash_rows),
    ("hstack", eager::hstack),
    ("insert_column", eager::insert_column),
    ("is_duplicated", stats::is_duplicated),
    ("is_unique", stats::is_unique),
    ("map_columns", eager::map_columns),
    ("max_horizontal", stats::max_horizontal),
    ("mean_horizontal", stats::mean_horizontal),
    ("min_horizontal", stats::min_horizontal),
    ("product", stats::product),
    ("rechunk", eager::same),
    ("replace_column", eager::replace_column),
    ("sample", eager::sample),
    ("shrink_to_fit", eager::same),
    ("sum_horizontal", stats::sum_horizontal),
    ("to_dummies", reshape::to_dummies),
    ("to_series", eager::to_series),
    ("to_struct", stats::to_struct),
    ("transpose", reshape::transpose),
    ("unstack", reshape::unstack),
    ("upsample", eager::upsample),
    ("vstack", eager::vstack),
    ("write_avro", write::write_avro),
    ("write_csv", write::write_csv),
    ("write_ipc", write::write_ipc),
    ("write_ipc_stream", write::write_ipc_stream),
    ("write_json", write::write_json),
    ("write_ndjson", write::write_ndjson),
    ("write_parquet", write::write_parquet),
];

/// Functions of the module that give frames.
const FUNCTIONS: &[(&str, Verb)] = &[
    ("DataFrame", literal::frame),
    ("LazyFrame", literal::frame),
    ("align_frames", combine::align_frames),
    ("collect_all", combine::collect_all),
    ("concat", combine::concat),
    ("from_dict", literal::frame),
    ("from_dicts", literal::frame),
    ("from_records", literal::frame),
    ("json_normalize", literal::json_normalize),
    ("merge_sorted", combine::merge_sorted),
    ("read_avro", read::read_avro),
    ("read_csv", scan::read_csv),
    ("read_ipc", scan::read_ipc),
    ("read_ipc_stream", read::read_ipc_stream),
    ("read_json", read::read_json),
    ("read_lines", scan::read_lines),
    ("read_ndjson", scan::read_ndjson),
    ("read_parquet", scan::read_parquet),
    ("scan_csv", scan::scan_csv),
    ("scan_ipc", scan::scan_ipc),
    ("scan_lines", scan::scan_lines),
    ("scan_ndjson", scan::scan_ndjson),
    ("scan_parquet", scan::scan_parquet),
    ("select", functions::select),
    ("sql", sql::function),
    ("union", combine::union),
];

/// What goes on from groups.
const GROUPS: &[(&str, Continuation)] = &[
    ("agg", group::agg),
    ("all", group::every),
    ("count", group::count),
    ("first", group::first),
    ("having", group::having),
    ("head", group::head),
    ("last", group::last),
    ("len", group::length),
    ("map_groups", group::map_groups),
    ("max", group::max),
    ("mean", group::mean),
    ("median", group::median),
    ("min", group::min),
    ("n_unique", group::n_unique),
    ("quantile", group::quantile),
    ("sum", group::sum),
    ("tail", group::tail),
];

fn find<V: Copy>(verbs: &[(&str, V)], name: &str) -> Option<V> {
    verbs.iter().find(|(known, _)| *known == name).map(|(_, verb)| *verb)
}

/// The verb of a method.
pub(super) fn method(name: &str, eager: bool) -> Option<Verb> {
    find(BOTH, name).or_else(|| find(if eager { EAGER } else { LAZY }, name))
}

/// The verb of a function.
pub(super) fn function(name: &str) -> Option<Verb> {
    find(FUNCTIONS, name)
}

/// The verb that goes on from groups.
pub(super) fn continuation(name: &str) -> Option<Continuation> {
    find(GROUPS, name)
}

/// Whether an operation on frames is there.
pub(crate) fn is_supported(kind: Kind, name: &str) -> bool {
    match kind {
        Kind::Function => function(name).is_some(),
        Kind::LazyFrame => method(name, false).is_some(),
        Kind::DataFrame => method(name, true).is_some(),
        Kind::LazyGroupBy | Kind::GroupBy | Kind::DynamicGroupBy | Kind::RollingGroupBy => continuation(name).is_some(),
        Kind::Expr | Kind::Selector | Kind::When | Kind::Then | Kind::ChainedWhen | Kind::ChainedThen | Kind::Dtype | Kind::DtypeExpr => false,
    }
}
