use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{DataType as T, Field, IntervalUnit, TimeUnit as U};

use super::*;

fn every_type() -> Vec<T> {
    let item = || Arc::new(Field::new("item", T::Int32, true));
    vec![
        T::Null,
        T::Boolean,
        T::Int8,
        T::UInt8,
        T::Int16,
        T::UInt16,
        T::Int32,
        T::UInt32,
        T::Int64,
        T::UInt64,
        T::Float16,
        T::Float32,
        T::Float64,
        T::Utf8,
        T::LargeUtf8,
        T::Utf8View,
        T::Binary,
        T::LargeBinary,
        T::BinaryView,
        T::FixedSizeBinary(7),
        T::Date32,
        T::Date64,
        T::Time32(U::Second),
        T::Time32(U::Millisecond),
        T::Time64(U::Microsecond),
        T::Time64(U::Nanosecond),
        T::Timestamp(U::Second, None),
        T::Timestamp(U::Millisecond, Some("UTC".into())),
        T::Timestamp(U::Microsecond, Some("Europe/Berlin".into())),
        T::Timestamp(U::Nanosecond, Some("+02:00".into())),
        T::Duration(U::Second),
        T::Duration(U::Millisecond),
        T::Duration(U::Microsecond),
        T::Duration(U::Nanosecond),
        T::Decimal32(9, 2),
        T::Decimal64(18, 3),
        T::Decimal128(38, -4),
        T::Decimal256(76, 10),
        T::List(item()),
        T::LargeList(item()),
        T::FixedSizeList(item(), 3),
        T::Struct(vec![Field::new("a", T::Utf8, true), Field::new("b", T::Date32, false)].into()),
    ]
}

fn children(data_type: &T) -> Vec<FieldRef> {
    crate::schema::children(data_type).to_vec()
}

#[test]
fn every_type_comes_back_from_its_format() {
    for data_type in every_type() {
        let format = of(&data_type).unwrap();
        assert_eq!(parse(&format, children(&data_type)).unwrap(), data_type, "{format}");
    }
}

#[test]
fn formats_are_those_of_the_c_data_interface() {
    for data_type in every_type() {
        let reference = FFI_ArrowSchema::try_from(&data_type).unwrap();
        assert_eq!(of(&data_type).unwrap(), reference.format());
    }
}

#[test]
fn types_that_do_not_cross_are_named() {
    let error = of(&T::Interval(IntervalUnit::DayTime)).unwrap_err();
    assert_eq!(error.code(), "unsupported-type");
    assert_eq!(error.message(), "type Interval(DayTime) does not cross the boundary; cast it to a plain type first");
}

#[test]
fn nonsense_is_refused() {
    for format in ["", "x", "w:", "w:x", "d:1", "d:300,2", "d:10,2,48", "tsx:UTC", "+w:a", "+ud:0,1", "tsu"] {
        assert_eq!(parse(format, Vec::new()).unwrap_err().code(), "bad-schema", "{format}");
    }
}

#[test]
fn children_must_fit_the_format() {
    let item: FieldRef = Arc::new(Field::new("item", T::Int32, true));
    let error = parse("l", vec![Arc::clone(&item)]).unwrap_err();
    assert_eq!(error.message(), "format `l` has 1 children; none are allowed");
    let error = parse("+l", vec![Arc::clone(&item), item]).unwrap_err();
    assert_eq!(error.message(), "format `+l` has 2 children; 1 is allowed");
}
