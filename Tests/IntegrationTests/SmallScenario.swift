/// A scenario of one queue, with a threshold.
struct SmallScenario {
  var duration = "20s"
  var rate = 100
  var threshold = "rate<1%"
  /// Fields of the condition's long form, such as `abortOnFail: true`.
  var settings = ""
  /// The law of the service time.
  var service = "exponential(mean: 5ms)"

  /// All its documents.
  var text: String {
    """
    apiVersion: vhsim.dev/v1alpha1
    kind: Scenario
    metadata: {name: small}
    spec:
      seed: 1
      duration: \(duration)
      load:
        users: {executor: constant-arrival-rate, journey: customer, rate: \(rate)}
      thresholds:
        http_req_failed: [{threshold: "\(threshold)"\(settings.isEmpty ? "" : ", " + settings)}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: server, namespace: default}
    spec:
      replicas: 2
      selector:
        matchLabels: {app: server}
      template:
        metadata:
          labels: {app: server}
        spec:
          containers:
            - name: server
              image: registry.k8s.io/pause:3.10
              ports: [{containerPort: 8080}]
              resources:
                requests: {cpu: 100m, memory: 64Mi}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: server, namespace: default}
    spec:
      selector: {app: server}
      ports: [{port: 8080}]
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: ServiceModel
    metadata: {name: server, namespace: default}
    spec:
      workload: deployment/server
      workers: 1
      endpoints:
        serve:
          steps:
            - wait: "\(service)"
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: Journey
    metadata: {name: customer, namespace: default}
    spec:
      steps:
        - request: {service: server, endpoint: serve}
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: Cluster
    metadata: {name: small}
    spec:
      zones: [{name: zone-a}]
      nodePools:
        - {name: worker, count: 1, cpu: "8", memory: 32Gi}

    """
  }
}
