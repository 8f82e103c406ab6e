"""What the control is called on the wire; the command imports this alone, without Google's libraries."""

SERVICE = "headrace.sandbox.ga4.v1.EmulatorControl"
