extension PercentValue {
  /// All of it, which an absent percentage stands for.
  package static var whole: PercentValue {
    var share = PercentValue()
    share.value = 100
    return share
  }
}
