import TestSupport
import Testing

@Suite("What a run promises")
struct PromiseTests {
  @Test("The same seed gives the same digest, another seed another")
  func digests() throws {
    let server = OneServer()
    let first = try #require(server.run(seed: 3)).summary
    let again = try #require(server.run(seed: 3)).summary
    let other = try #require(server.run(seed: 4)).summary
    #expect(first.digest == again.digest)
    #expect(first.digest != other.digest)
  }

  @Test("Every request that was sent was answered, failed or is unfinished")
  func conservation() throws {
    try withEverySeed(10) { seed in
      var server = OneServer()
      server.queue = "3"
      server.clients = "  clients: {retries: 1}"
      let summary = try #require(server.run(seed: seed)).summary
      #expect(summary.sent == summary.answered + summary.failed + summary.unfinished)
      #expect(summary.failed > 0)
    }
  }

  @Test("Another workload's replica count leaves every request's own draws unchanged")
  func commonRandomNumbers() throws {
    var few = OneServer()
    few.workers = "100000"
    few.more = "---\n" + OneServer.workload("bystander", 1)
    var many = few
    many.more = "---\n" + OneServer.workload("bystander", 5)
    let one = try #require(few.run(seed: 5)).sink.histogram("visit")
    let five = try #require(many.run(seed: 5)).sink.histogram("visit")
    #expect(try #require(one) == five)
    #expect(try #require(one).count > 10_000)
  }

  @Test("A client that waits too briefly fails after its timeout, as often as it may try")
  func timeouts() throws {
    var server = OneServer()
    server.work = "- call: {service: slow, endpoint: serve, timeout: 20ms, retries: 2}"
    server.workers = "100000"
    server.rate = 50
    server.seconds = 20
    server.more = """
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: ServiceModel
      metadata: {name: slow, namespace: test}
      spec:
        workload: deployment/slow
        endpoints: {serve: {steps: [wait: 100ms]}}
      ---
      \(OneServer.workload("slow", 1))
      """
    let outcome = try #require(server.run(seed: 9))
    #expect(outcome.summary.answered == 0)
    #expect(outcome.summary.failed == outcome.summary.sent)
    let histogram = try #require(outcome.sink.histogram("visit"))
    #expect(abs(histogram.mean / 1e6 - 60) < 0.001)
  }
}
