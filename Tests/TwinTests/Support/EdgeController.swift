/// A controller of ingress-nginx in the namespace `default`, as documents without a last separator.
enum EdgeController {
  private static let plain =
    "containers: [{name: main, image: registry.k8s.io/ingress-nginx/controller:v1.11.2}]"

  /// Its Deployment and its Service `edge`.
  ///
  /// - Parameters:
  ///   - pod: the fields of its pods' spec, one a line.
  ///   - type: the Service's type.
  static func workload(pod: String = plain, type: String = "LoadBalancer") -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: ingress-nginx-controller, namespace: default}
    spec:
      selector: {matchLabels: {app: edge}}
      template:
        metadata: {labels: {app: edge}}
        spec:
          \(pod.replacing("\n", with: "\n      "))
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: edge, namespace: default}
    spec: {type: \(type), selector: {app: edge}, ports: [{port: 80}]}
    """
  }

  /// Its model, with the CPU time that a request costs it.
  static func model(cpu: String) -> String {
    """
    apiVersion: vhsim.dev/v1alpha1
    kind: ServiceModel
    metadata: {name: edge, namespace: default}
    spec:
      workload: deployment/ingress-nginx-controller
      service: edge
      endpoints: {forward: {steps: [{cpu: \(cpu)}]}}
    """
  }
}
