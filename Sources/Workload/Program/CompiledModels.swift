import SimulationKernel

/// What a room needs to run the software of the given models: programs in flat code.
package struct CompiledModels: ~Copyable {
  var models: [ModelSpec] = []
  var modelOfWorkload: [Int32]
  var code: [Instruction] = []
  var callSites: [CallSite] = []
  var externals: [ExternalSpec] = []
  var hosts: [String] = []
  var programs: [Program] = []
  /// The name of each program's endpoint, as a number among the names of all endpoints.
  var endpointNames: [UInt32] = []
  var laws = SamplerBank()

  init(workloadCount: Int) {
    modelOfWorkload = Array(repeating: -1, count: workloadCount)
  }
}
