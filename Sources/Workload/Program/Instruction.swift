import SimulationKernel

/// One step of a compiled endpoint.
///
/// Endpoints are compiled before the run to flat code: the loop interprets it without looking at
/// models again.
struct Instruction: BitwiseCopyable {
  /// What to do.
  enum Code: UInt8 {
    /// Spend core time drawn from `law` on the pod's container.
    case cpu
    /// Let time drawn from `law` pass.
    case wait
    /// Make `count` calls at once, from `target` in the table of call sites, and wait for all.
    case calls
    /// Go on with the next instruction with a probability, else with `target`.
    case branch
    /// Go on with `target`.
    case jump
    /// Draw the number of rounds of loop `slot` from `law`; with none go on with `target`.
    case loopBegin
    /// Begin the next round of loop `slot` at `target`, if one is left.
    case loopEnd
    /// Take one thing of pool `slot`, waiting until one is free.
    case acquire
    /// Give one thing of pool `slot` back.
    case release
    /// Send the response's first byte.
    case firstByte
    /// Draw the number of tokens from `law`.
    case tokens
    /// Let time drawn from `law` pass for each token.
    case tokenWait
    /// Spend core time drawn from `law` for each token.
    case tokenCPU
    /// Join the batch in forming of batcher `slot`, and wait until the batch is done.
    case batch
    /// Look a key drawn from `law` up in cache `slot`; on a hit go on with `target`.
    case lookUp
    /// Ask the external dependency `target` and let its latency pass.
    case external
    /// Judge the external dependency's answer: go on, ask again or fail.
    case externalEnd
    /// Answer with an error, with a probability.
    case fail
    /// Answer.
    case end
  }

  let code: Code
  /// Number of a loop, pool or batch.
  var slot: UInt8 = 0
  /// Number of calls made at once.
  var count: UInt16 = 0
  /// Another instruction, or the first of the call sites.
  var target: UInt32 = 0
  var law = Sampler.zero
  var probability = Probability.never
}
