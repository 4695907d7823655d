/// SHA-256 (FIPS 180-4), by which input files are told apart.
enum SHA256 {
  /// First 32 bits of the fractional parts of the square roots of the first eight primes, and of
  /// the cube roots of the first 64: computed exactly in whole numbers.
  private static let initial = primes(8).map { UInt32(truncatingIfNeeded: root($0, power: 2)) }
  private static let constants = primes(64).map { UInt32(truncatingIfNeeded: root($0, power: 3)) }

  /// The hash of some bytes as 64 hexadecimal digits.
  static func hexadecimal(of bytes: some Sequence<UInt8>) -> String {
    var message = Array(bytes)
    let bits = UInt64(message.count) * 8
    message.append(0x80)
    message.append(contentsOf: repeatElement(0, count: (120 - message.count % 64) % 64))
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      message.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
    var state = initial
    var schedule = [UInt32](repeating: 0, count: 64)
    message.withUnsafeBufferPointer { message in
      for block in stride(from: 0, to: message.count, by: 64) {
        fill(&schedule, from: message, at: block)
        compress(&state, schedule)
      }
    }
    return state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  private static func fill(
    _ schedule: inout [UInt32], from message: UnsafeBufferPointer<UInt8>, at block: Int
  ) {
    for index in 0..<16 {
      schedule[index] = (0..<4).reduce(0) { $0 << 8 | UInt32(message[block + 4 * index + $1]) }
    }
    for index in 16..<64 {
      let (early, late) = (schedule[index - 15], schedule[index - 2])
      let small = rotate(early, 7) ^ rotate(early, 18) ^ early >> 3
      let great = rotate(late, 17) ^ rotate(late, 19) ^ late >> 10
      schedule[index] = schedule[index - 16] &+ small &+ schedule[index - 7] &+ great
    }
  }

  private static func compress(_ state: inout [UInt32], _ schedule: [UInt32]) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for index in 0..<64 {
      let choice = e & f ^ ~e & g
      let first =
        h &+ (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) &+ choice &+ constants[index]
        &+ schedule[index]
      let majority = a & b ^ a & c ^ b & c
      let second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) &+ majority
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ second)
    }
    for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
  }

  private static func rotate(_ word: UInt32, _ bits: UInt32) -> UInt32 {
    word >> bits | word << (32 - bits)
  }

  private static func primes(_ count: Int) -> [UInt64] {
    var found: [UInt64] = []
    var candidate: UInt64 = 2
    while found.count < count {
      if found.allSatisfy({ candidate % $0 != 0 }) { found.append(candidate) }
      candidate += 1
    }
    return found
  }

  /// The greatest whole number whose square or cube is at most `number` · 2³²ᵏ.
  private static func root(_ number: UInt64, power: Int) -> UInt64 {
    var found: UInt64 = 0
    for bit in stride(from: 36, through: 0, by: -1) {
      let trial = found | 1 << UInt64(bit)
      let wide = UInt128(trial)
      let product = power == 2 ? wide * wide : wide * wide * wide
      if product <= UInt128(number) << UInt128(32 * power) { found = trial }
    }
    return found
  }
}
