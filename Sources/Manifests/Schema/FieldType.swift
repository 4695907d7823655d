/// What a field of a Kubernetes object holds.
package indirect enum FieldType: Hashable, Sendable {
  /// Text.
  case text
  /// A whole number of 32 bits.
  case integer
  /// A whole number of 64 bits.
  case longInteger
  /// true or false.
  case boolean
  /// A number.
  case number
  /// An amount such as `512Mi`.
  case quantity
  /// A whole number or text: a port, or a number of pods.
  case integerOrText
  /// Anything; not looked into.
  case anything
  /// A list of values.
  case list(FieldType)
  /// A mapping of free names to values.
  case map(FieldType)
  /// A mapping with the fields of the type with this index.
  case object(Int)
}
