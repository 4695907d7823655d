/// Amounts of node resources: requests, limits or allocatable.
package struct PodResources: Hashable, Sendable {
  /// An extended resource such as `nvidia.com/gpu`.
  package struct Extended: Hashable, Sendable {
    /// Resource name.
    package var name: String
    /// Whole amount.
    package var amount: Int64

    /// Makes an amount.
    package init(name: String, amount: Int64) {
      self.name = name
      self.amount = amount
    }
  }

  /// Thousandths of a core beyond any machine: a million cores.
  ///
  /// An amount that is written as more is taken for this, so that sums and products of amounts stay
  /// in range; such a pod fits nowhere in either case.
  static let mostMilliCPU: Int64 = 1_000_000_000
  /// Bytes, or pieces of an extended resource, beyond any machine: 64 TiB.
  static let mostBytes: Int64 = 64 << 40

  /// CPU in thousandths of a core.
  package var cpuMilli: Int64
  /// Memory in bytes.
  package var memory: Int64
  /// Ephemeral storage in bytes.
  package var ephemeralStorage: Int64
  /// Extended resources, each name once.
  package var extended: [Extended]

  /// Makes amounts.
  package init(
    cpuMilli: Int64 = 0, memory: Int64 = 0, ephemeralStorage: Int64 = 0, extended: [Extended] = []
  ) {
    self.cpuMilli = cpuMilli
    self.memory = memory
    self.ephemeralStorage = ephemeralStorage
    self.extended = extended
  }

  /// The amount of an extended resource.
  package func extended(_ name: String) -> Int64 {
    extended.first { $0.name == name }?.amount ?? 0
  }

  /// Adds amounts in place; what no machine could have saturates.
  package static func += (left: inout PodResources, right: PodResources) {
    left.combine(right) { first, second in
      let (sum, isBeyond) = first.addingReportingOverflow(second)
      return isBeyond ? Int64.max : sum
    }
  }

  /// The amounts of several; what no machine could have saturates.
  package func times(_ count: Int) -> PodResources {
    var result = PodResources()
    result.combine(self) { _, amount in
      let (product, isBeyond) = amount.multipliedReportingOverflow(by: Int64(max(0, count)))
      return isBeyond ? Int64.max : product
    }
    for index in result.extended.indices {
      let amount = result.extended[index].amount
      let (product, isBeyond) = amount.multipliedReportingOverflow(by: Int64(max(0, count)))
      result.extended[index].amount = isBeyond ? Int64.max : product
    }
    return result
  }

  /// The greater of each amount.
  package func maximum(_ other: PodResources) -> PodResources {
    var result = self
    result.combine(other, max)
    return result
  }

  private mutating func combine(_ other: PodResources, _ merge: (Int64, Int64) -> Int64) {
    cpuMilli = merge(cpuMilli, other.cpuMilli)
    memory = merge(memory, other.memory)
    ephemeralStorage = merge(ephemeralStorage, other.ephemeralStorage)
    for entry in other.extended {
      if let index = extended.firstIndex(where: { $0.name == entry.name }) {
        extended[index].amount = merge(extended[index].amount, entry.amount)
      } else {
        extended.append(entry)
      }
    }
  }
}
