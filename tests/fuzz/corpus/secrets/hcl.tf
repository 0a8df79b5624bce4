private_key = <<-EOF
 abc
 EOF
url = "a://b:c@d"
secret = ["x", "y"]
