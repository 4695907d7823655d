/// How a store lost its data as a whole.
package enum DataDamage: Equatable, Sendable {
  /// The region is gone, with every disk in it.
  case region
  /// Somebody deleted them; every copy has followed.
  case deletion
  /// They are wrong, on every copy.
  case corruption
}
