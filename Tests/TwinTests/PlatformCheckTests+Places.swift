import Testing

/// Pods that no machine takes, and wishes about places that can not be met.
extension PlatformCheckTests {
  static let places: [HopelessManifest] = [
    .init(
      "pods that no node can take", "no-node", "no-node", "too-large-pod", "no-node",
      text: Case.pods("a", pod: "nodeSelector: §{disk: sdd}") + "---\n"
        + Case.pods(
          "b",
          pod: "affinity: §{nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
            + "{nodeSelectorTerms: [{matchExpressions: [{key: gpu, operator: Exists}]}]}}}")
        + "---\n" + Case.pods("c", "resources: §{requests: {cpu: 9, memory: 1Gi}}") + "---\n"
        + Case.pods("d", pod: "nodeSelector: {disk: hdd}").replacing(
          "      containers:", with: "      §containers:") + "---\n"
        + Case.pods("e", pod: "nodeSelector: {disk: ssd}") + """
          ---
          apiVersion: v1
          kind: Node
          metadata: {name: n1, labels: {disk: ssd}}
          status: {allocatable: {cpu: 8, memory: 16Gi, pods: 110}}
          ---
          apiVersion: v1
          kind: Node
          metadata: {name: n2, labels: {disk: hdd}}
          spec: {taints: [{key: only, value: batch, effect: NoSchedule}]}
          status: {allocatable: {cpu: 8, memory: 16Gi, pods: 110}}
          """),
    .init(
      "wishes about pods that do not exist", "empty-selection", "empty-selection",
      "empty-selection",
      text: Case.pods(
        pod: """
          affinity:
            podAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                - §{topologyKey: zone, labelSelector: {matchLabels: {app: cache}}}
                - {topologyKey: zone, labelSelector: {matchLabels: {app: web}}}
            podAntiAffinity:
              preferredDuringSchedulingIgnoredDuringExecution:
                - weight: 1
                  podAffinityTerm:
                    §topologyKey: host
                    labelSelector: {matchExpressions: [{key: a, operator: In, values: [web]}]}
                - weight: 1
                  podAffinityTerm:
                    topologyKey: host
                    namespaceSelector: {matchLabels: {team: a}}
                    labelSelector: {matchLabels: {app: cache}}
          topologySpreadConstraints:
            - §maxSkew: 1
              topologyKey: zone
              whenUnsatisfiable: ScheduleAnyway
              labelSelector: {matchLabels: {name: web}}
          """)),
  ]
}
