/// Filters that rejected a pod, by place in the catalog.
struct PluginMask: Hashable, Sendable {
  private(set) var bits: UInt32 = 0

  mutating func insert(_ place: Int) { bits |= 1 << UInt32(place) }

  func contains(_ place: Int) -> Bool { bits & 1 << UInt32(place) != 0 }

  /// All changes that any of them waits for.
  var events: ClusterChange {
    PluginCatalog.filters.indices.reduce(into: ClusterChange()) { union, place in
      if contains(place) { union.formUnion(PluginCatalog.filters[place].events) }
    }
  }
}
