import Cluster
import Foundation
import Manifests
import SimulationKernel
import Testing

@Suite("Main containers in the cluster")
struct MainContainerTests {
  private func spec(_ pod: String) -> ClusterSpec {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {\(pod)}
      """
    let collector = DiagnosticCollector()
    let documents = ManifestLoader(sources: SourceMap(), diagnostics: collector).load(
      paths: ["-"], relativeTo: ".", standardInput: { Data(text.utf8) })
    return ClusterSpec(manifests: ManifestSet.decode(documents, collector), cluster: nil)
  }

  @Test("software runs in the pods' main container, unless a model names another one")
  func place() {
    let pod = "containers: [{name: proxy, image: oauth2-proxy}, {name: web, image: web:1}]"
    let spec = spec(pod)
    #expect(spec.workloads.map { $0.mainContainer?.name } == ["web"])
    var cluster = Cluster(spec, seed: 1)
    cluster.setSoftware(workload: 0, room: .workload)
    let own = cluster.mainContainer(ofWorkload: 0).name
    cluster.setSoftware(workload: 0, room: .workload, container: "proxy")
    let named = cluster.mainContainer(ofWorkload: 0).name
    #expect(own == "web" && named == "proxy")
  }

  @Test("what is read and not done at a pod's start is said")
  func notes() {
    let main = "containers: [{name: web, image: web:1}]"
    let wait = "initContainers: [{name: w, image: busybox, command: [nc, -z, db, \"5432\"]}]"
    let whole = "resources: {requests: {cpu: 1}}"
    func isSaid(_ words: String, of pod: String) -> Bool {
      spec(pod).notes.contains { $0.contains(words) }
    }
    #expect(isSaid("look once for others", of: "\(wait), \(main)"))
    #expect(isSaid("resources as a whole", of: "\(whole), \(main)"))
    #expect(!isSaid("look once for others", of: main) && !isSaid("resources as a whole", of: main))
  }
}
