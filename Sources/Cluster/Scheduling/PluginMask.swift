/// Filters that rejected a pod, by place in the catalog.
struct PluginMask: Hashable, Sendable {
  private(set) var bits: UInt32 = 0

  mutating func insert(_ index: Int) { bits |= 1 << UInt32(index) }

  func contains(_ index: Int) -> Bool { bits & 1 << UInt32(index) != 0 }

  /// All changes that any of them waits for.
  var events: ClusterChange {
    PluginCatalog.filters.indices.reduce(into: ClusterChange()) { union, index in
      if contains(index) { union.formUnion(PluginCatalog.filters[index].events) }
    }
  }
}
