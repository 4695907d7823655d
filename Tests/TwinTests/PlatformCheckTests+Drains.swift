import Manifests
import Testing

/// Budgets and scales that do not fit what makes the pods.
extension PlatformCheckTests {
  private static func budget(_ name: String, _ app: String, _ bound: String) -> String {
    Case.object(
      "policy/v1 PodDisruptionBudget", "{selector: {matchLabels: {app: \(app)}}, \(bound)}",
      name: name)
  }

  private static func template(_ app: String) -> String {
    "{metadata: {labels: {app: \(app)}}, spec: {restartPolicy: Never, "
      + "containers: [{name: main, image: a}]}}"
  }

  private static let lone = """
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: lone, labels: {app: lone}}
    spec: {containers: [{name: main, image: a}]}

    """

  private static let daemons = Case.object(
    "apps/v1 DaemonSet",
    "{selector: {matchLabels: {app: agent}}, template: "
      + template("agent").replacing("restartPolicy: Never, ", with: "") + "}", name: "agent")

  /// What the disruption controller can not count allows nothing (disruption.go
  /// getExpectedPodCount), and the eviction API takes one budget a pod (eviction.go).
  static let drains: [HopelessManifest] = [
    .init(
      "pods under two budgets", "blocked-drain",
      text: Case.pods() + budget("one", "web", "maxUnavailable: 1")
        + budget("§two", "web", "minAvailable: 1")),
    .init(
      "shares of pods without a controller", "blocked-drain", "blocked-drain",
      text: lone + budget("one", "lone", "maxUnavailable: §1")
        + lone.replacing("lone", with: "sole") + budget("two", "sole", "minAvailable: §50%")),
    .init(
      "a share of a Job's pods", "blocked-drain",
      text: Case.object("batch/v1 Job", "{parallelism: 3, template: \(template("job"))}")
        + budget("one", "job", "maxUnavailable: §1")),
    .init(
      "whole numbers of pods without a scale, and daemons",
      text: lone + lone.replacing("name: lone", with: "name: other")
        + budget("one", "lone", "minAvailable: 1") + daemons
        + budget("two", "agent", "maxUnavailable: 0")
        + Case.object(
          "batch/v1 Job", "{parallelism: 3, completions: 3, template: \(template("job"))}")
        + budget("three", "job", "minAvailable: 1")),
    .init(
      "pods of operators may not go either", "blocked-drain",
      text: Case.object(
        "postgresql.cnpg.io/v1 Cluster", "{instances: 2, storage: {size: 1Gi}}", name: "db")
        + Case.object(
          "policy/v1 PodDisruptionBudget",
          "{selector: {matchLabels: {cnpg.io/cluster: db}}, maxUnavailable: §0}")),
    .init(
      "a budget without a selector", "empty-selection",
      text: Case.pods()
        + Case.object("policy/v1 PodDisruptionBudget", "{minAvailable: 1}", name: "§x")),
    .init(
      "what has no scale can not be scaled", "unknown-scale-target",
      text: daemons
        + Case.object(
          "autoscaling/v2 HorizontalPodAutoscaler",
          "{scaleTargetRef: §{apiVersion: apps/v1, kind: DaemonSet, name: agent}, "
            + "maxReplicas: 3}")),
    .init(
      "a sidecar's requests, and those of a whole pod",
      text: Case.pods(
        pod: """
          initContainers:
            - {name: side, image: s, restartPolicy: Always, resources: {requests: {cpu: 1}}}
          """) + "---\n" + Case.pods("cart", pod: "resources: {requests: {cpu: 1}}")
        + Case.object(
          "autoscaling/v2 HorizontalPodAutoscaler",
          "{scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 3, "
            + "metrics: [{type: ContainerResource, containerResource: {name: cpu, container: side, "
            + "target: {type: Utilization, averageUtilization: 50}}}]}")
        + Case.object(
          "autoscaling/v2 HorizontalPodAutoscaler",
          "{scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}, maxReplicas: 3}",
          name: "other")),
    .init(
      "claims of a pod's own, and claims without a class", "unknown-storage-class",
      "unknown-storage-class",
      text: Case.pods(
        pod: """
          volumes:
            - name: e
              ephemeral:
                volumeClaimTemplate:
                  spec:
                    accessModes: [ReadWriteOnce]
                    storageClassName: §fats
                    resources: {requests: {storage: 1Gi}}
          """) + """
          ---
          apiVersion: storage.k8s.io/v1
          kind: StorageClass
          metadata: {name: fast}
          provisioner: example.com/disk

          """
        + Case.object(
          "v1 PersistentVolumeClaim",
          "{accessModes: [ReadWriteOnce], storageClassName: §\"\", "
            + "resources: {requests: {storage: 1Gi}}}")),
  ]
}
