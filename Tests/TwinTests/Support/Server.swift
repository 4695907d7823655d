/// A service of a laboratory: a Deployment, its Service and its model.
struct Server {
  var name = "server"
  var replicas = 1
  /// Labels of its pods beside `app`, such as `tier: back`.
  var labels: [String] = []
  /// Fields of the Service beside its selector and port, such as `type: LoadBalancer`.
  var service: [String] = []
  /// Fields of the pod beside its containers, such as `dnsPolicy: Default`.
  var pod: [String] = []
  /// Fields of the container beside its image, such as `resources: {limits: {cpu: 100m}}`.
  var container: [String] = ["resources: {requests: {cpu: 100m, memory: 64Mi}}"]
  /// Fields of the model beside its endpoint, such as `workers: 1`.
  var settings: [String] = []
  /// The steps of its endpoint `serve`.
  var steps: [String]
  /// Its endpoint's probability of failure.
  var failure = "0%"
  /// Fields of its endpoint beside those, such as `response: 10Mi`.
  var endpoint: [String] = []

  /// The autoscaler of a server of that name, which follows one metric.
  static func autoscaler(upTo most: Int, _ metric: String) -> String {
    """
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: server, namespace: default}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: server}
      minReplicas: 1
      maxReplicas: \(most)
      metrics:
        - \(metric)
    """
  }

  /// The three documents.
  var documents: String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name), namespace: default}
    spec:
      replicas: \(replicas)
      selector:
        matchLabels: {app: \(name)}
      template:
        metadata:
          labels: {\((["app: \(name)"] + labels).joined(separator: ", "))}
        spec:
    \(pod.map { "      \($0)\n" }.joined())      containers:
            - name: server
              image: registry.k8s.io/pause:3.10
              ports: [{containerPort: 8080}]
    \(container.map { "          \($0)" }.joined(separator: "\n"))
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: \(name), namespace: default}
    spec:
      selector: {app: \(name)}
      ports: [{port: 8080}]
    \(service.map { "  \($0)\n" }.joined())---
    apiVersion: vhsim.dev/v1alpha1
    kind: ServiceModel
    metadata: {name: \(name), namespace: default}
    spec:
      workload: deployment/\(name)
    \(settings.map { "  \($0)\n" }.joined())  endpoints:
        serve:
          failure: \(failure)
    \(endpoint.map { "      \($0)\n" }.joined())      steps:
    \(steps.map { "        - \($0)" }.joined(separator: "\n"))
    """
  }
}
