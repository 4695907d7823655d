import Cluster
import Manifests
import Testing

@Suite("Notes of what a cluster leaves undone")
struct ClusterNoteTests {
  private func notes(scheduler: String, scheduledBy name: String, image: String) -> [String] {
    let deployment = """
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: default}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {schedulerName: \(name), containers: [{name: main, image: "\(image)"}]}
      """
    let (read, diagnostics) = ClusterDocument.read(
      "zones: [{name: zone-a}], scheduler: \(scheduler), "
        + "nodePools: [{name: worker, cpu: \"4\", memory: 16Gi}]", objects: deployment)
    guard let loaded = read else { return diagnostics.map(\.message) }
    let set = ManifestSet.decode(loaded.objects, DiagnosticCollector())
    return ClusterSpec(manifests: set, cluster: loaded.models.cluster).notes
  }

  @Test("Pods that none of the scheduler's profiles places are told, where it has some")
  func waiting() {
    let word = "waits for the scheduler volcano"
    let profiles = "{profiles: [{}]}"
    let told = { (scheduler: String, name: String) in
      notes(scheduler: scheduler, scheduledBy: name, image: "web:1").contains { $0.contains(word) }
    }
    #expect(told(profiles, "volcano"))
    #expect(!told(profiles, "default-scheduler") && !told("{}", "volcano"))
  }

  @Test("An autoscaler that follows the number of nodes and ends at its start is told")
  func proportional() {
    let image = "registry.k8s.io/cpa/cluster-proportional-autoscaler:v1.8.9"
    let notes = notes(scheduler: "{}", scheduledBy: "default-scheduler", image: image)
    let told = "Deployment default/web scales nothing: --target parameter cannot be empty"
    #expect(notes.contains(told), "\(notes)")
  }
}
