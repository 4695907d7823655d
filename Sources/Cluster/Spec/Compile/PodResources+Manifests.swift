import Manifests

extension PodResources {
  /// Amounts of a resource list: CPU and memory round up, as the scheduler reads them.
  init(_ list: ResourceList) {
    self.init()
    for entry in list.entries {
      switch entry.name {
      case "cpu": cpuMilli = entry.quantity.milliCPU
      case "memory": memory = entry.quantity.bytes
      case "ephemeral-storage": ephemeralStorage = entry.quantity.bytes
      case "pods": break
      default: extended.append(Extended(name: entry.name, amount: entry.quantity.bytes))
      }
    }
  }
}

extension Quantity {
  /// Thousandths of a core, at most what is beyond any machine.
  var milliCPU: Int64 { min(milli, PodResources.mostMilliCPU) }

  /// Bytes or pieces, at most what is beyond any machine.
  var bytes: Int64 { min(value, PodResources.mostBytes) }
}
