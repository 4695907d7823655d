extension StoreOperator {
  /// CloudNativePG: replicas first, the primary last and in place (primaryUpdateMethod restart).
  package static let cloudNativePG: StoreOperator = {
    var value = StoreOperator("cnpg")
    value.order = .followersFirst
    value.safeguard = .othersSettled
    return value
  }()
}
