/// What a group lacks at a time.
package struct QuorumLack: Equatable, Sendable {
  /// What there is too little of.
  package let need: QuorumNeed
  /// How much of it a write takes.
  package let needed: Int
  /// How much of it there is.
  package let there: Int
  /// Whether nobody answers reads either.
  package var stopsReads = false
}
