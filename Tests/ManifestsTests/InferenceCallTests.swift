import Manifests
import Testing

@Suite("Calls read from configuration")
struct InferenceCallTests {
  @Test("of a shop are those that its variables name, each once and in their order")
  func boutique() {
    let shop = InferredPlatform(InferenceShops.boutique)
    #expect(
      shop.calls == [
        "frontend calls productcatalogservice/serve", "frontend calls currencyservice/serve",
        "frontend calls cartservice/serve", "frontend calls recommendationservice/serve",
        "frontend calls shippingservice/serve", "frontend calls checkoutservice/serve",
        "frontend calls adservice/serve",
        "checkoutservice calls productcatalogservice/serve",
        "checkoutservice calls shippingservice/serve",
        "checkoutservice calls paymentservice/serve", "checkoutservice calls emailservice/serve",
        "checkoutservice calls currencyservice/serve", "checkoutservice calls cartservice/serve",
        "recommendationservice calls productcatalogservice/serve",
        "cartservice reads redis-cart/read", "cartservice sometimes writes redis-cart/write",
        "loadgenerator calls frontend/serve",
      ])
    #expect(shop.models.stores.map(\.name) == ["redis-cart"])
    #expect(shop.models.stores.map(\.engine) == [.redis])
    #expect(shop.models.services.count == 12)
    #expect(
      shop.sentences("default/deployment/frontend").contains(
        "sends telemetry to otelcollector, for which no request waits: "
          + "environment variable COLLECTOR_SERVICE_ADDR"))
  }

  @Test("of a known sample are those in its image: writes go to the leader, reads to followers")
  func guestbook() {
    let book = InferredPlatform(InferenceShops.guestbook)
    #expect(
      book.calls == [
        "frontend sometimes writes redis-leader/write",
        "frontend reads redis-follower/read",
      ])
    #expect(book.models.stores.map(\.name) == ["redis-leader", "redis-follower"])
    #expect(book.journeys == ["frontend: directly / frontend/serve"])
  }

  @Test("of Istio's book shop are those that its images are known for")
  func bookinfo() {
    let names = ["productpage", "details", "reviews", "ratings"]
    let shop = InferredPlatform(
      InferenceShops.joined(
        names.map {
          let version = $0 == "reviews" ? "v3" : "v1"
          return InferenceShops.deployment(
            $0, image: "docker.io/istio/examples-bookinfo-\($0)-\(version):1.20.2")
        } + names.map { InferenceShops.service($0, port: 9080) }))
    #expect(
      shop.calls == [
        "productpage calls details/serve", "productpage calls reviews/serve",
        "reviews calls ratings/serve",
      ])
    #expect(shop.journeys == ["productpage: directly / productpage/serve"])
  }

  @Test("of a blog are those of its Secret, and a database without an engine is a service")
  func blog() {
    let blog = InferredPlatform(InferenceShops.blog)
    #expect(
      blog.calls == [
        "wordpress calls wordpress-mysql/read",
        "wordpress sometimes calls wordpress-mysql/write",
      ])
    let mysql = blog.models.services.first { $0.name == "wordpress-mysql" }
    #expect(mysql?.endpoints.map(\.name) == ["read", "write"])
    #expect(
      blog.sentences("default/deployment/wordpress-mysql").contains { $0.contains("no engine") })
    let controller = blog.models.services.first { $0.name == "ingress-nginx-controller" }
    #expect(controller?.endpoints.map(\.name) == ["forward"])
  }

  /// Calls of one workload that has one variable, beside Services `redis`, `redis-cart`, `users`.
  private func calls(_ name: String, _ value: String) -> [String] {
    InferredPlatform(
      InferenceShops.joined([
        InferenceShops.deployment("web", image: "web:1", environment: [(name, value)]),
        InferenceShops.deployment("redis", image: "cache:1"),
        InferenceShops.deployment("redis-cart", image: "cache:1"),
        InferenceShops.deployment("users", image: "users:1"),
        InferenceShops.service("web"), InferenceShops.service("redis", port: 6379),
        InferenceShops.service("redis-cart", port: 6379),
        InferenceShops.service("users", port: 8080),
      ])
    ).calls.map { String($0.dropFirst("web calls ".count)) }
  }

  @Test(
    "are found where a host stands",
    arguments: [
      "redis-cart:6379", "redis://redis-cart:6379/0", "redis://user:secret@redis-cart",
      "redis-cart.default:6379", "redis-cart.default.svc.cluster.local", "http://redis-cart/path",
      "redis-cart.default.svc", "REDIS-CART:6379", "other:1,redis-cart:6379",
      "addr=redis-cart:6379 db=0", "tcp(redis-cart:6379)/db", "redis-cart.default.svc:6379.",
      "jdbc:redis://redis-cart:6379/shop?host=redis-cart", "[\\\"redis-cart:6379\\\"]",
    ])
  func found(value: String) {
    #expect(calls("SETTING", value) == ["redis-cart/serve"])
  }

  @Test(
    "are not found where a name means something else",
    arguments: [
      "redis-cart", "redis-cart:latest", "redis-cart:7", "my-redis-cart:6379", "redis-cart2:6379",
      "registry.example/redis-cart:6379", "/var/lib/redis-cart", "redis-cart.other:6379",
      "http://users@elsewhere/redis-cart", "users:6379", "web:80", "redis-cart_6379",
    ])
  func notFound(value: String) {
    #expect(calls("SETTING", value).isEmpty)
  }

  @Test(
    "are not found in the name of a variable whose value is not known",
    arguments: ["http://$(USERS).inside:8080", "${USERS}", "$users:8080", "$(USERS)"])
  func variables(value: String) {
    #expect(calls("USERS_HOST", value).isEmpty)
  }

  @Test(
    "by a bare name need a setting that is called a host",
    arguments: [
      ("REDIS_HOST", true), ("redisHost", true), ("cache.url", true), ("CART_SERVICE", true),
      ("DB_HOST1", true), ("REDIS", true), ("SESSION_REDIS", true), ("SERVICE_NAME", false),
      ("APP", false), ("HOST_PATH", false),
      ("REDIS_USER", false),
    ])
  func bareNames(key: String, isHost: Bool) {
    #expect(calls(key, "redis") == (isHost ? ["redis/serve"] : []))
  }
}
