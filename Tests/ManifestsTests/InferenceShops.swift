/// Platforms of other people, in the shape that their manifests have.
enum InferenceShops {
  /// A Deployment with one container.
  static func deployment(
    _ name: String, image: String, environment: [(String, String)] = [], more: String = ""
  ) -> String {
    let variables = environment.map { "        - {name: \($0.0), value: \"\($0.1)\"}\n" }.joined()
    return """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: \(name)}
      spec:
        selector: {matchLabels: {app: \(name)}}
        template:
          metadata: {labels: {app: \(name)}}
          spec:
            containers:
            - name: server
              image: \(image)
      \(more)\(variables.isEmpty ? "" : "        env:\n" + variables)
      """
  }

  /// A Service that selects the pods of one app.
  static func service(
    _ name: String, app: String? = nil, port: Int = 80, type: String = "ClusterIP"
  ) -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: \(name)}
    spec:
      type: \(type)
      selector: {app: \(app ?? name)}
      ports: [{name: main, port: \(port), targetPort: 8080}]
    """
  }

  /// Documents as one text.
  static func joined(_ documents: [String]) -> String {
    documents.joined(separator: "\n---\n") + "\n"
  }

  /// A web shop of eleven services that find each other by `*_SERVICE_ADDR`, as Google's
  /// microservices-demo does.
  static let boutique = joined(boutiqueWorkloads + boutiqueServices)

  private static let products = ("PRODUCT_CATALOG_SERVICE_ADDR", "productcatalogservice:3550")
  private static let currency = ("CURRENCY_SERVICE_ADDR", "currencyservice:7000")
  private static let cart = ("CART_SERVICE_ADDR", "cartservice:7070")
  private static let shipping = ("SHIPPING_SERVICE_ADDR", "shippingservice:50051")

  private static let boutiqueWorkloads = [
    deployment(
      "frontend", image: "shop.example/frontend:v3",
      environment: [
        ("PORT", "8080"), products, currency, cart,
        ("RECOMMENDATION_SERVICE_ADDR", "recommendationservice:8080"), shipping,
        ("CHECKOUT_SERVICE_ADDR", "checkoutservice:5050"), ("AD_SERVICE_ADDR", "adservice:9555"),
        ("COLLECTOR_SERVICE_ADDR", "otelcollector:4317"), ("ENV_PLATFORM", "local"),
      ]),
    deployment(
      "checkoutservice", image: "shop.example/checkoutservice:v3",
      environment: [
        products, shipping, ("PAYMENT_SERVICE_ADDR", "paymentservice:50051"),
        ("EMAIL_SERVICE_ADDR", "emailservice:5000"), currency, cart,
      ]),
    deployment(
      "recommendationservice", image: "shop.example/recommendationservice:v3",
      environment: [products, ("PYTHONUNBUFFERED", "1")]),
    deployment(
      "cartservice", image: "shop.example/cartservice:v3",
      environment: [("REDIS_ADDR", "redis-cart:6379")]),
    deployment("productcatalogservice", image: "shop.example/productcatalogservice:v3"),
    deployment("currencyservice", image: "shop.example/currencyservice:v3"),
    deployment("shippingservice", image: "shop.example/shippingservice:v3"),
    deployment("paymentservice", image: "shop.example/paymentservice:v3"),
    deployment("emailservice", image: "shop.example/emailservice:v3"),
    deployment("adservice", image: "shop.example/adservice:v3"),
    deployment("redis-cart", image: "redis:alpine@sha256:0123456789abcdef"),
    deployment("otelcollector", image: "otel/opentelemetry-collector-contrib:0.114.0"),
    deployment(
      "loadgenerator", image: "shop.example/loadgenerator:v3",
      environment: [("FRONTEND_ADDR", "frontend:80"), ("USERS", "10")]),
  ]

  private static let boutiqueServices = [
    service("frontend"), service("frontend-external", app: "frontend", type: "LoadBalancer"),
    service("checkoutservice", port: 5050), service("recommendationservice", port: 8080),
    service("cartservice", port: 7070), service("productcatalogservice", port: 3550),
    service("currencyservice", port: 7000), service("shippingservice", port: 50_051),
    service("paymentservice", port: 50_051), service("emailservice", port: 5000),
    service("adservice", port: 9555), service("redis-cart", port: 6379),
    service("otelcollector", port: 4317),
  ]

  /// A guest book in PHP whose hosts are written in its image, with a leader and followers of
  /// Redis.
  static let guestbook = joined([
    deployment(
      "frontend", image: "registry.example/samples/gb-frontend:v5",
      environment: [("GET_HOSTS_FROM", "dns")]),
    deployment("redis-leader", image: "docker.io/redis:6.0.5"),
    deployment(
      "redis-follower", image: "registry.example/samples/redis-follower:v2",
      environment: [("LEADER_HOST", "redis-leader")]),
    service("frontend", type: "NodePort"), service("redis-leader", port: 6379),
    service("redis-follower", port: 6379),
  ])

  /// WordPress behind an Ingress and its controller, with MySQL whose address is in a Secret, and
  /// nginx before an API that an HTTP page asks.
  static let blog = joined([
    deployment(
      "wordpress", image: "wordpress:6.2.1-apache",
      more: "        envFrom: [{secretRef: {name: database}}]\n"),
    deployment(
      "wordpress-mysql", image: "mysql:8.0",
      environment: [("MYSQL_DATABASE", "wordpress"), ("MYSQL_USER", "wordpress")]),
    deployment(
      "ingress-nginx-controller", image: "registry.k8s.io/ingress-nginx/controller:v1.11.3"),
    service("wordpress"), service("wordpress-mysql", port: 3306),
    service("ingress-nginx-controller", type: "LoadBalancer"),
    """
    apiVersion: v1
    kind: Secret
    metadata: {name: database}
    stringData: {WORDPRESS_DB_HOST: wordpress-mysql, WORDPRESS_DB_USER: wordpress}
    ---
    apiVersion: networking.k8s.io/v1
    kind: IngressClass
    metadata: {name: nginx}
    spec: {controller: k8s.io/ingress-nginx}
    ---
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: blog}
    spec:
      ingressClassName: nginx
      rules:
      - host: blog.example.com
        http:
          paths:
          - path: /
            pathType: Prefix
            backend: {service: {name: wordpress, port: {number: 80}}}
          - path: /admin
            pathType: Prefix
            backend: {service: {name: wordpress, port: {number: 80}}}
    """,
  ])
}
