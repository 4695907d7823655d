package import SimulationKernel

/// An amount of something that a node has: so much, or a share of the whole.
package enum EvictionAmount: Hashable, Sendable {
  /// So many bytes, inodes or process IDs.
  case count(Int64)
  /// A share of all that the node has, from 0 to 1.
  case share(Double)
}

/// Amounts by the signals of a kubelet's eviction manager (pkg/kubelet/eviction/api/types.go
/// Signal); nil where nothing was written.
package struct EvictionLimits: Hashable, Sendable {
  /// Memory, in bytes (`memory.available`).
  package var memory: EvictionAmount?
  /// The file system of pods, in bytes (`nodefs.available`).
  package var nodeDisk: EvictionAmount?
  /// The file system of images, in bytes (`imagefs.available`).
  package var imageDisk: EvictionAmount?
  /// Inodes of the pods' file system (`nodefs.inodesFree`).
  package var nodeInodes: EvictionAmount?
  /// Inodes of the images' file system (`imagefs.inodesFree`).
  package var imageInodes: EvictionAmount?
  /// Process IDs (`pid.available`).
  package var processes: EvictionAmount?

  /// Makes limits of nothing.
  package init() {}
}

/// How long a shortage may last until pods go, by its signal; nil where nothing
/// was written.
package struct EvictionGraces: Sendable {
  /// Of memory.
  package var memory: SimDuration?
  /// Of the pods' file system.
  package var nodeDisk: SimDuration?
  /// Of the images' file system.
  package var imageDisk: SimDuration?
  /// Of the inodes of the pods' file system.
  package var nodeInodes: SimDuration?
  /// Of the inodes of the images' file system.
  package var imageInodes: SimDuration?
  /// Of process IDs.
  package var processes: SimDuration?

  /// Makes none.
  package init() {}
}

extension EvictionLimits {
  /// Reads the amounts of all signals.
  fileprivate init(
    _ reader: inout SpecReader, size: SpecType<EvictionAmount>, count: SpecType<EvictionAmount>
  ) {
    self.init()
    memory = reader.optional("memory.available", size, "memory, like 100Mi or 5%")
    nodeDisk = reader.optional("nodefs.available", size, "of the disk, like 10% or 1Gi")
    imageDisk = reader.optional("imagefs.available", size, "of the images' disk, like 15% or 10Gi")
    nodeInodes = reader.optional("nodefs.inodesFree", count, "inodes of the disk, like 5%")
    imageInodes = reader.optional(
      "imagefs.inodesFree", count, "inodes of the images' disk, like 5%")
    processes = reader.optional("pid.available", count, "process IDs, like 1000 or 10%")
  }
}

/// Thresholds; what is not written is no threshold.
struct EvictionThresholdLimits: SpecObject {
  static let what = "eviction thresholds"
  let limits: EvictionLimits

  init?(_ reader: inout SpecReader) {
    limits = EvictionLimits(
      &reader, size: .threshold("a size such as 100Mi"), count: .threshold("a number such as 1000"))
  }
}

/// What is reclaimed at least.
struct EvictionReclaimLimits: SpecObject {
  static let what = "least amounts to reclaim"
  let limits: EvictionLimits

  init?(_ reader: inout SpecReader) {
    limits = EvictionLimits(
      &reader, size: .reclaim("a size such as 500Mi"), count: .reclaim("a number such as 1000"))
  }
}

extension EvictionGraces: SpecObject {
  static let what = "grace periods"

  init?(_ reader: inout SpecReader) {
    memory = reader.optional("memory.available", .duration, "of memory")
    nodeDisk = reader.optional("nodefs.available", .duration, "of the disk")
    imageDisk = reader.optional("imagefs.available", .duration, "of the images' disk")
    nodeInodes = reader.optional("nodefs.inodesFree", .duration, "of inodes")
    imageInodes = reader.optional("imagefs.inodesFree", .duration, "of the images' inodes")
    processes = reader.optional("pid.available", .duration, "of process IDs")
  }

  /// The signals of soft thresholds for which none was written, which a kubelet does not start with
  /// (ParseThresholdConfig).
  func missing(for soft: EvictionLimits) -> [String] {
    let pairs: [(String, EvictionAmount?, SimDuration?)] = [
      ("memory.available", soft.memory, memory), ("nodefs.available", soft.nodeDisk, nodeDisk),
      ("imagefs.available", soft.imageDisk, imageDisk),
      ("nodefs.inodesFree", soft.nodeInodes, nodeInodes),
      ("imagefs.inodesFree", soft.imageInodes, imageInodes),
      ("pid.available", soft.processes, processes),
    ]
    return pairs.filter { $0.1 != nil && $0.2 == nil }.map(\.0)
  }
}

extension SpecType where Value == EvictionAmount {
  /// A threshold: shares of 0% and of 100% stand for none (helpers.go parseThresholdStatement).
  fileprivate static func threshold(_ what: String) -> SpecType {
    amount(what)
      .checked("a threshold must be above 0; 0% stands for none") { $0 != .count(0) }
      .map { amount, _, _ in amount == .share(0) || amount == .share(1) ? nil : amount }
  }

  /// What is reclaimed at least: a share must be more than nothing (parseMinimumReclaims).
  fileprivate static func reclaim(_ what: String) -> SpecType {
    amount(what).checked("a share to reclaim must be above 0%") { $0 != .share(0) }
  }

  /// An amount as a quantity, or as a percentage of what a node has.
  private static func amount(_ what: String) -> SpecType {
    SpecType(schema: { _ in ["type": ["string", "number"]] }) { node, context in
      guard node.text?.hasSuffix("%") != true else {
        return SpecType<Double>.ratio.read(node, context).map { .share($0) }
      }
      guard let quantity = node.text.flatMap({ Quantity(parsing: $0) }), quantity >= .zero,
        quantity < Quantity(1 << 60)
      else {
        context.diagnostics.wrongType("\(what) or a share such as 10%", node)
        return nil
      }
      guard quantity == .zero || quantity >= Quantity(1) else {
        context.diagnostics.invalidValue(
          "less than one is no amount", node, help: "a share is written as a percentage: 10%")
        return nil
      }
      return .count(quantity.value)
    }
  }
}
