import Manifests

extension PodResources {
  /// Amounts of a resource list: CPU and memory round up, as the scheduler reads them.
  init(_ list: ResourceList) {
    self.init()
    for entry in list.entries {
      switch entry.name {
      case "cpu": cpuMilli = entry.quantity.milli
      case "memory": memory = entry.quantity.value
      case "ephemeral-storage": ephemeralStorage = entry.quantity.value
      case "pods": break
      default: extended.append(Extended(name: entry.name, amount: entry.quantity.value))
      }
    }
  }
}
