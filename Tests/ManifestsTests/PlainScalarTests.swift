import Manifests
import Testing

@Suite("Unquoted scalars")
struct PlainScalarTests {
  @Test("have the types that goyaml.v2 gives them")
  func resolve() {
    let cases: [(text: String, type: PlainScalar)] = [
      ("true", .bool(true)), ("Yes", .bool(true)), ("on", .bool(true)), ("y", .bool(true)),
      ("False", .bool(false)), ("NO", .bool(false)), ("Off", .bool(false)), ("n", .bool(false)),
      ("tRue", .string), ("yEs", .string), ("truely", .string),
      ("10", .integer(10)), ("-10", .integer(-10)), ("+10", .integer(10)), ("0xA", .integer(10)),
      ("0b1010", .integer(10)), ("-0b101010", .integer(-42)), ("0644", .integer(420)),
      ("0o644", .integer(420)), ("685_230", .integer(685_230)), ("0", .integer(0)),
      ("18446744073709551615", .integer(18_446_744_073_709_551_615)),
      ("0.1", .float(0.1)), (".5", .float(0.5)), ("1.", .float(1)), ("1e3", .float(1_000)),
      ("685.230_15e+03", .float(685_230.15)), ("-.inf", .float(-.infinity)), ("089", .float(89)),
      ("1.2.3", .string), ("2015-01-01", .string), ("190:20:30.15", .string), ("1e", .string),
      ("0x", .string), ("0xg", .string), ("-", .string), ("+", .string), (".", .string),
      ("12e", .string), ("1-2", .string), ("v1", .string), ("10.0.0.1", .string), ("e3", .string),
      ("0b2", .string), ("--1", .string), ("0x-1", .string), ("0_", .integer(0)),
    ]
    for (text, type) in cases { #expect(PlainScalar(text) == type, "\(text)") }
    guard case .float(let value) = PlainScalar(".NaN") else {
      Issue.record(".NaN is a float")
      return
    }
    #expect(value.isNaN)
  }

  @Test("of another type than text are errors for a text field, with quotes as the cure")
  func textFields() {
    for text in ["yes", "1", "1.5", "0644", "1e3", "off"] {
      let read = decode(text, as: String.self)
      #expect(read.value == nil)
      #expect(read.items.first?.help == "write it in quotes: \"\(text)\"")
    }
    for text in ["yesterday", "\"1\"", "'on'", "v1", "2026-01-01", "!!str 12"] {
      #expect(decode(text, as: String.self).value != nil, "\(text)")
    }
  }

  @Test("become whole numbers only where nothing is lost")
  func wholeNumbers() {
    #expect(decode("3.0", as: Int32.self).value == 3)
    #expect(decode("1e3", as: Int.self).value == 1_000)
    #expect(decode("0644", as: Int32.self).value == 420)
    #expect(decode("9223372036854775807", as: Int64.self).value == Int64.max)
    for text in ["3.5", "\"3\"", "three", "true", "2147483648", "1e400", ".nan", "[3]"] {
      let read = decode(text, as: Int32.self)
      #expect(read.value == nil && read.items.count == 1, "\(text)")
    }
    #expect(decode("\"3\"", as: Int32.self).items.first?.help == "remove the quotes")
  }

  @Test("are booleans or numbers only when they look like them")
  func booleansAndNumbers() {
    #expect(decode("on", as: Bool.self).value == true)
    #expect(decode("\"true\"", as: Bool.self).items.first?.help == "remove the quotes")
    #expect(decode("0.25", as: Double.self).value == 0.25)
    #expect(decode("7", as: Double.self).value == 7)
    #expect(decode(".inf", as: Double.self).value == nil)
  }

  @Test("name keys as Kubernetes' converter to JSON does")
  func keys() {
    let names = dataNode("yes: a\n0x10: b\n1.0: c\n1.5: d\n\"on\": e\n? long\n: f")?.pairs?
      .compactMap(\.key.text)
    #expect(names == ["true", "16", "1", "1.5", "on", "long"])
  }
}
