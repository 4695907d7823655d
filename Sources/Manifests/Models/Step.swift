package import SimulationKernel

/// One thing an endpoint does for a request.
package indirect enum Step: Sendable {
  /// Core time on the container, in seconds.
  case cpu(Distribution)
  /// Time that passes without CPU, in seconds.
  case wait(Distribution)
  /// A request to another service.
  case call(CallStep)
  /// Several calls at once; goes on when all have answered. Only calls, reads, writes, publishes
  /// and external requests stand inside.
  case parallel([Step])
  /// A reading operation of a store.
  case read(StoreStep)
  /// A writing operation of a store.
  case write(StoreStep)
  /// A message to a broker's topic.
  case publish(PublishStep)
  /// Work that a cache saves.
  case cache(CacheStep)
  /// One of two ways, at random.
  case chance(ChanceStep)
  /// The same steps several times.
  case repeated(RepeatStep)
  /// Steps that hold one thing of a pool.
  case acquire(AcquireStep)
  /// An answer that comes token by token.
  case stream(StreamStep)
  /// The response starts to stream here.
  case firstByte
  /// Work shared with other requests of the pod.
  case batch(BatchStep)
  /// A request to something outside the cluster.
  case external(ExternalStep)
}

extension Step: SpecObject {
  static let what = "a step"

  init?(_ reader: inout SpecReader) {
    guard let step = reader.choice(Self.own + Self.calls) else { return nil }
    self = step
  }

  /// The steps that ask something else, and so can stand inside `parallel`.
  fileprivate static var calls: [SpecChoice<Step>] {
    let store = SpecType<StoreStep>.text(
      like: "postgresql/session", StoreStep.short, or: .object(StoreStep.self))
    return [
      SpecChoice(
        "call", .text(like: "gateway/chat", CallStep.short, or: .object(CallStep.self)),
        "a request to another service"
      ) { step, _ in .call(step) },
      SpecChoice("read", store, "a reading operation of a store") { step, _ in .read(step) },
      SpecChoice("write", store, "a writing operation of a store") { step, _ in .write(step) },
      SpecChoice(
        "publish", .text(like: "kafka/events", PublishStep.short, or: .object(PublishStep.self)),
        "a message to a broker's topic"
      ) { step, _ in .publish(step) },
      SpecChoice(
        "external", .object(ExternalStep.self), "a request to something outside the cluster"
      ) { step, _ in .external(step) },
    ]
  }

  private static var own: [SpecChoice<Step>] {
    [
      SpecChoice("cpu", .law(.time), "core time on the container") { law, _ in .cpu(law) },
      SpecChoice("wait", .law(.time), "time that passes without CPU") { law, _ in .wait(law) },
      SpecChoice(
        "parallel", .list(.object(ParallelBranch.self)), "calls at once; waits for all"
      ) { branches, _ in .parallel(branches.map(\.step)) },
      SpecChoice("cache", .object(CacheStep.self), "work that a cache saves") { step, _ in
        .cache(step)
      },
      SpecChoice("chance", .object(ChanceStep.self), "one of two ways, at random") { step, _ in
        .chance(step)
      },
      SpecChoice("repeat", .object(RepeatStep.self), "the same several times") { step, _ in
        .repeated(step)
      },
      SpecChoice("acquire", .object(AcquireStep.self), "steps that hold one of a pool") { step, _ in
        .acquire(step)
      },
      SpecChoice("stream", .object(StreamStep.self), "an answer token by token") { step, _ in
        .stream(step)
      },
      SpecChoice("firstByte", .present, "the response starts to stream here") { _, _ in
        .firstByte
      },
      SpecChoice("batch", .object(BatchStep.self), "work shared with other requests") { step, _ in
        .batch(step)
      },
    ]
  }
}

/// A step inside `parallel`.
private struct ParallelBranch: SpecObject {
  static let what = "a step inside parallel"
  let step: Step

  init?(_ reader: inout SpecReader) {
    guard let step = reader.choice(Step.calls) else { return nil }
    self.step = step
  }
}

extension SpecType where Value == [Step] {
  /// Steps in order.
  static var steps: SpecType { .list(.object(Step.self)) }
}
