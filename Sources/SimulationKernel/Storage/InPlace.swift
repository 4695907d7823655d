/// Keeps the structure that holds it in one place in memory.
///
/// A room is large and never moves. A borrowed structure whose type the compiler could load into
/// registers is copied for every call that is not inlined; one that holds an existential, even an
/// empty one, is passed by its address.
public struct InPlace: Sendable {
  private let existential: (any Sendable)?

  /// Makes it; it holds nothing.
  public init() { existential = nil }
}
