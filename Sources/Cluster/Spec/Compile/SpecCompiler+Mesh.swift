import Manifests
import SimulationKernel

/// Injection of the mesh sidecar into pods of meshed namespaces.
extension SpecCompiler {
  mutating func injectSidecars() {
    let meshed = MeshedNamespaces(manifests, document?.mesh)
    for index in spec.workloads.indices where isMeshed(spec.workloads[index], meshed) {
      inject(into: &spec.workloads[index].template)
    }
    guard meshed.isInferred else { return }
    spec.notes.append(
      "Sidecars are assumed in \(meshed.names.joined(separator: ", ")): VirtualServices or "
        + "DestinationRules are about Services there, and no namespace says that it is injected")
  }

  private func isMeshed(_ workload: WorkloadSpec, _ meshed: MeshedNamespaces) -> Bool {
    if let mesh = document?.mesh, !mesh.isEnabled { return false }
    guard !workload.template.usesHostNetwork, workload.kind != .operated,
      !workload.template.isMeshed
    else { return false }
    if let choice = workload.template.labels["sidecar.istio.io/inject"] { return choice == "true" }
    return meshed.names.contains(workload.namespace)
  }

  /// Adds istio-init and istio-proxy with the injector's defaults (istio
  /// manifests/charts/istio-control/istio-discovery/values.yaml, global.proxy).
  private func inject(into template: inout PodTemplate) {
    var proxy = ContainerSpec(name: "istio-proxy", image: "docker.io/istio/proxyv2:1.27.0")
    proxy.requests = PodResources(
      cpuMilli: document?.mesh?.sidecarMilliCPU ?? 100,
      memory: document?.mesh?.sidecarMemoryBytes ?? 128 << 20)
    proxy.hasCPURequest = true
    proxy.hasMemoryRequest = true
    proxy.cpuLimitMilli = 2_000
    proxy.memoryLimit = 1 << 30
    var startup = ProbeSpec()
    startup.period = .seconds(1)
    startup.timeout = .seconds(3)
    startup.failureThreshold = 600
    var readiness = ProbeSpec()
    readiness.period = .seconds(15)
    readiness.timeout = .seconds(3)
    readiness.failureThreshold = 4
    proxy.startupProbe = startup
    proxy.readinessProbe = readiness
    var setup = ContainerSpec(name: "istio-init", image: proxy.image)
    setup.requests = PodResources(cpuMilli: 10, memory: 10 << 20)
    setup.hasCPURequest = true
    setup.hasMemoryRequest = true
    template.initContainers.insert(setup, at: 0)
    template.containers.append(proxy)
  }
}
