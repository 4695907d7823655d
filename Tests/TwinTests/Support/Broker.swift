/// A broker of a laboratory: a StatefulSet, its Service and its model with one topic, `tasks`.
struct Broker {
  var engine: String
  var replicas = 1
  var settings: [String] = []
  /// Core time of a message.
  var cpu = "10us"
  /// Whether its pods claim a volume.
  var hasVolume = false

  private var claims: String {
    guard hasVolume else { return "" }
    return """
        volumeClaimTemplates:
          - metadata: {name: data}
            spec:
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 1Gi}}
      """ + "\n"
  }

  /// The three documents.
  var documents: String {
    """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: \(engine), namespace: default}
    spec:
      replicas: \(replicas)
      serviceName: \(engine)
      podManagementPolicy: Parallel
      selector:
        matchLabels: {app: \(engine)}
      template:
        metadata:
          labels: {app: \(engine)}
        spec:
          containers:
            - name: server
              image: registry.k8s.io/pause:3.10
              resources:
                requests: {cpu: 100m, memory: 64Mi}
    \(claims)---
    apiVersion: v1
    kind: Service
    metadata: {name: \(engine), namespace: default}
    spec:
      selector: {app: \(engine)}
      ports: [{port: 5672}]
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: \(engine), namespace: default}
    spec:
      engine: \(engine)
      workload: statefulset/\(engine)
    \(settings.map { "  \($0)\n" }.joined())  operations:
        tasks: {kind: write, cpu: \(cpu)}
    """
  }
}
