extension Int {
  /// A number of replicas of which many can be added up: none are fewer than 0, and the API's
  /// numbers have 32 bits.
  var summable: Int { Swift.min(Swift.max(0, self), Int(Int32.max)) }
}
