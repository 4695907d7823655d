import Cluster
import Manifests
import Testing

/// Pods that ask resources as a whole (PodSpec.resources, on since 1.34).
@Suite("Resources of pods as a whole")
struct PodLevelResourceTests {
  private func template(_ resources: String, minor: Int, container: String = "{}") throws
    -> PodTemplate
  {
    let collector = DiagnosticCollector()
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        resources: \(resources)
        containers: [{name: main, image: web:1, resources: \(container)}]
      """
    let documents = ManifestLoader(sources: SourceMap(), diagnostics: collector)
      .documents(of: Array(text.utf8), path: "pod.yaml")
    let pod = try #require(ManifestSet.decode(documents, collector).pods.first)
    return PodTemplate(
      pod.spec, pod.metadata, priorities: [], runtimes: [], version: ClusterVersion(minor: minor))
  }

  @Test("They decide what is requested, the class and the pod's cgroup; before 1.34 nothing")
  func whole() throws {
    let text = "{requests: {cpu: 2, memory: 1Gi}, limits: {cpu: 2, memory: 1Gi}}"
    let template = try template(text, minor: 34, container: "{requests: {cpu: 100m}}")
    #expect(template.requests.cpuMilli == 2_000 && template.requests.memory == 1 << 30)
    #expect(QualityOfService.of(template) == .guaranteed)
    let cgroup = PodCgroup(template)
    #expect(cgroup.cpuShares == 2_048 && cgroup.cpuQuotaMicroseconds == 200_000)
    // A container of the pod runs within its own quota and the pod's.
    #expect(cgroup.quotaMilli(limit: 3_000) == 2_000 && cgroup.quotaMilli(limit: 500) == 500)
    #expect(cgroup.quotaMilli(limit: nil) == 2_000)
    #expect(cgroup.memoryLimit == 1 << 30)
    let older = try self.template(text, minor: 33, container: "{requests: {cpu: 100m}}")
    #expect(older.requests.cpuMilli == 100)
    #expect(QualityOfService.of(older) == .burstable)
  }

  @Test("A limit alone is the request too")
  func defaults() throws {
    let template = try template("{limits: {cpu: 1}}", minor: 34)
    #expect(template.requests.cpuMilli == 1_000)
    #expect(QualityOfService.of(template) == .burstable)
  }
}
