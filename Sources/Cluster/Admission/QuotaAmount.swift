/// An amount of a resource as quotas name it, in thousandths.
package struct QuotaAmount: Hashable, Sendable {
  /// Resource, as `requests.cpu` or `pods`.
  package var name: String
  /// Amount in thousandths.
  package var milli: Int64

  /// Makes an amount.
  package init(name: String, milli: Int64) {
    self.name = name
    self.milli = milli
  }

  /// Makes an amount of whole units; what is beyond any quota saturates.
  init(name: String, units: Int64) {
    let (milli, isBeyond) = units.multipliedReportingOverflow(by: 1_000)
    self.init(name: name, milli: isBeyond ? .max : milli)
  }

  /// The amount as kubectl writes it.
  static func text(_ name: String, milli: Int64) -> String {
    if milli % 1_000 != 0 { return "\(milli)m" }
    let whole = milli / 1_000
    guard
      name.hasSuffix("memory") || name.hasSuffix("storage") || name.hasPrefix("hugepages-")
    else { return String(whole) }
    for (suffix, shift) in [("Ti", Int64(40)), ("Gi", 30), ("Mi", 20), ("Ki", 10)]
    where whole != 0 && whole % (1 << shift) == 0 {
      return "\(whole >> shift)\(suffix)"
    }
    return String(whole)
  }
}

extension [QuotaAmount] {
  /// The amount of a resource; nil where it is not given.
  func amount(_ name: String) -> Int64? { first { $0.name == name }?.milli }

  /// Joins amounts of others: those of the same resource as told, new ones as they are.
  mutating func merge(_ others: [QuotaAmount], by joined: (Int64, Int64) -> Int64) {
    for other in others {
      if let index = firstIndex(where: { $0.name == other.name }) {
        self[index].milli = joined(self[index].milli, other.milli)
      } else {
        append(other)
      }
    }
  }
}
