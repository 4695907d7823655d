import Cluster
import Mesh
import SimulationKernel
import Stores
import Traffic

extension World {
  /// Checks the conservation laws that hold at every time: what users sent was answered, failed or
  /// is under way, and every message is somewhere.
  func checkConservation() {
    for journey in 0..<traffic.journeyCount {
      let counters = traffic.counters(ofJourney: journey)
      precondition(
        counters.sent >= counters.answered + counters.failedRequests,
        "no more requests end than were sent")
      precondition(
        counters.unfinished
          == traffic.requestsUnderWay(ofJourney: journey) + counters.interruptedRequests,
        "every request that was sent was answered, failed, interrupted or is under way")
      precondition(
        counters.active == traffic.iterationsUnderWay(ofJourney: journey),
        "every iteration that began ended, was interrupted or is under way")
    }
    stores.checkMessages()
  }

  /// Folds the final counters, so that runs that counted differently differ in their digest.
  func fold(into digest: inout Digest) {
    for journey in 0..<traffic.journeyCount {
      let counters = traffic.counters(ofJourney: journey)
      for word in [
        counters.started, counters.finished, counters.failedIterations, counters.sent,
        counters.answered,
        counters.failedRequests, UInt64(bitPattern: counters.durationSum.nanoseconds),
      ] {
        digest.fold(word)
      }
    }
    for topic in 0..<stores.topicCount {
      let counters = stores.topicCounters(topic)
      for word in [counters.published, counters.settled, counters.delivered, counters.lost] {
        digest.fold(word)
      }
    }
    for service in cluster.services.indices {
      let counters = mesh.counters(of: service)
      digest.fold(counters.requests)
      digest.fold(counters.errors)
      digest.fold(UInt64(bitPattern: counters.durationSum.nanoseconds))
    }
  }
}
