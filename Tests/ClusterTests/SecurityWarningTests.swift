import Cluster
import Manifests
import SimulationKernel
import Testing

/// What a namespace's new level of the Pod Security Standards says of the pods that are there
/// (pod-security-admission admission/admission.go ValidateNamespace).
@Suite("Warnings of Pod Security about pods that are there")
struct SecurityWarningTests {
  private static func namespace(_ labels: [String]) -> String {
    let labels = labels.map { "pod-security.kubernetes.io/\($0)" }.joined(separator: ", ")
    return "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {\(labels)}}\n"
  }

  private static let plain = "containers: [{name: c, image: \"a:1\"}]"
  private static let privileged =
    "containers: [{name: c, image: \"a:1\", securityContext: {privileged: true}}]"
  private static let tuned = ObjectDocument.deployment(
    "tuned",
    pod: "securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_time, value: \"9\"}]}\n"
      + plain)
  private static let workloads =
    ObjectDocument.deployment("bad", replicas: 3, pod: "hostNetwork: true\n" + privileged)
    + ObjectDocument.deployment("dull", replicas: 2, pod: privileged)
    + ObjectDocument.deployment("fine", pod: plain) + tuned

  private func warnings(_ before: [String], _ after: [String]) throws -> [String] {
    let text = Self.namespace(before) + Self.workloads
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    _ = world.cluster.drainEvents()
    try world.apply(Self.namespace(after), to: text, in: &simulation)
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.message == "namespace/shop configured" })
    return events.filter { $0.reason == "PodSecurity" }.map(\.message)
  }

  @Test("A stricter level tells the pods by what is against them, one for all of the same")
  func stricter() throws {
    let found = try warnings([], ["enforce: baseline"])
    #expect(
      found.first == "existing pods in namespace \"shop\" violate the new PodSecurity enforce "
        + "level \"baseline:latest\"")
    // Names of pods have their set's hash and letters of their own behind the Deployment's.
    let shown = found.dropFirst().map { text in
      (text.prefix { $0 != "-" } + text.drop { $0 != " " && $0 != ":" })
    }
    #expect(
      shown.map { String($0) } == [
        "bad (and 2 other pods): host namespaces, privileged", "dull (and 1 other pod): privileged",
      ])
  }

  @Test(
    "Nothing is said where no pod can be against it that was not before",
    arguments: [
      (["audit: baseline"], ["enforce: privileged"]), (["audit: baseline"], ["warn: restricted"]),
      (["enforce: baseline"], ["enforce: baseline", "warn: restricted"]),
    ])
  func milder(before: [String], after: [String]) throws {
    #expect(try warnings(before, after) == [])
  }

  /// sysctls_v1.29 added those of keepalive (policy/check_sysctls.go).
  @Test("Another version of the same level is judged by its own rules")
  func version() throws {
    let found = try warnings(
      ["enforce: baseline"], ["enforce: baseline", "enforce-version: v1.28"])
    #expect(found.first?.hasSuffix("level \"baseline:v1.28\"") == true)
    #expect(found.contains { $0.hasPrefix("tuned-") && $0.hasSuffix(": forbidden sysctls") })
  }

  @Test("What warn and audit let pass is judged by their own versions")
  func pinnedNotes() throws {
    let text = Self.namespace(["warn: baseline", "warn-version: v1.28", "audit: baseline"])
    let notes = try ClusterSpec.of(text + Self.tuned).notes
    #expect(
      notes.filter { $0.contains("PodSecurity") }
        == ["Namespace shop (warn): would violate PodSecurity \"baseline\": tuned"])
  }
}
