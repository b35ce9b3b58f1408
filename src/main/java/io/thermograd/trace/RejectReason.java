package io.thermograd.trace;

/** Why a record can't be used; the code stands in the quarantine table. */
public enum RejectReason {
  /** The text isn't one well-formed record of its format. */
  UNPARSABLE,
  /** The record names a key twice. */
  DUPLICATE_KEY,
  /** Something follows the record on its line. */
  TRAILING_CONTENT,
  /** The record is longer than the declared bound and was skipped unread. */
  TOO_LONG,
  /** The text isn't valid UTF-8. */
  NOT_UTF8,
  /** A required key is absent or null. */
  MISSING_KEY,
  /** A value has a type that its column can't take. */
  WRONG_TYPE,
  /** A value is outside what its column allows, such as a negative step. */
  OUT_OF_RANGE,
  /** The gradient's length differs from the layer's other rows. */
  RAGGED_GRADIENT,
  /** No name in the file is a loss or a gradient; the detail tells some of its names. */
  UNMAPPED,
  /** A CSV row has another number of fields than its header. */
  FIELD_COUNT,
  /** A record's checksum doesn't match; reading goes on with the next record. */
  BAD_CHECKSUM,
  /** The file ends inside a record or a compressed stream. */
  CUT,
  /** A compressed stream or a columnar file is damaged from here on. */
  CORRUPT,
  /** The file can't be read. */
  UNREADABLE
}
