text = "Hello from Python"

if __name__ == "__main__":
    print(text)
